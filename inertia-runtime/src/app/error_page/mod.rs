//! Replaces a plain error response with the application's error page.

pub(crate) mod eligible;
pub(crate) mod handler;
pub(crate) mod info;
pub(crate) mod report;
pub(crate) mod snapshot;

use std::{
    future::{Future, poll_fn},
    pin::{Pin, pin},
    sync::Arc,
    task::Poll,
    time::Duration,
};

use axum::response::Response;
use http::{
    HeaderMap, HeaderName, HeaderValue,
    header::{self, CACHE_CONTROL, SET_COOKIE, VARY},
    request::Parts,
};
use tokio::time::timeout;

pub use crate::app::error_page::{eligible::NoErrorPage, handler::ErrorPage, info::ErrorInfo};
pub(crate) use crate::app::error_page::{
    eligible::is_plain, handler::ErasedErrorPage, report::explain, snapshot::RequestSnapshot,
};
use crate::{
    app::App,
    app::back,
    error::{log, report::Reason},
    flash::delivered::DeliveredFlash,
    page::render::forbids_storing,
    props::lazy::catch,
    protocol,
    request::context::RequestContext,
};

/// How long the error page may take. The visitor has already waited for the request that failed.
const ERROR_PAGE_TIMEOUT: Duration = Duration::from_secs(5);

/// Renders the error page.
pub(crate) type ErrorPageFuture = Pin<Box<dyn Future<Output = Response> + Send>>;

/// Starts the error page if it has to replace this response. At most once for each request: after a second failure, the plain
/// response is sent.
pub(crate) fn begin(
    snapshot: &mut Option<RequestSnapshot>,
    response: &mut Response,
    context: &RequestContext,
    app: &Arc<App>,
) -> Option<ErrorPageFuture> {
    if app.error_page.is_none() || !is_plain(response) {
        return None;
    }
    let snapshot = snapshot.take()?;
    Some(Box::pin(show(snapshot, std::mem::take(response), context.clone(), app.clone())))
}

/// The error page, or the plain response if the error page fails, too.
async fn show(
    snapshot: RequestSnapshot,
    mut failed: Response,
    context: RequestContext,
    app: Arc<App>,
) -> Response {
    let info = ErrorInfo::of(&mut failed, context.settings().debug).await;
    let nonce = snapshot.nonce().cloned();
    context.fail(failed.status());
    let parts = snapshot.into_parts(info, &context, &app);
    // Providers that already failed, or caused a timeout, are skipped.
    let mut lost = context.lost_providers();
    if lost != 0 {
        let (line, names) = (context.line(), app.page.provider_names(lost));
        tracing::warn!(
            "{line}: the error page goes without the shared props of {names}, which failed or were waited for too long"
        );
    }
    let rendered = loop {
        match render(parts.clone(), &context, &app).await {
            // If a provider of shared props fails, the page is rendered again without its props.
            Err(reason) if context.lost_providers() != lost => {
                let (line, names) =
                    (context.line(), app.page.provider_names(context.lost_providers() & !lost));
                tracing::error!("{line}: the error page goes without the shared props of {names}: {reason}");
                lost = context.lost_providers();
            }
            rendered => break rendered,
        }
    };
    match rendered {
        Ok(page) => replaced(failed, page),
        Err(reason) => {
            tracing::error!("{} gets a plain response: the error page failed: {reason}", context.line());
            let why = failed.extensions().get::<Reason>().cloned();
            let why = why
                .unwrap_or_else(|| Reason::new(failed.status().to_string()))
                .then("the error page failed as well");
            failed
                .extensions_mut()
                .insert(reason.steps().iter().fold(why, |why, step| why.then(step.as_str())));
            if let Some(nonce) = nonce {
                failed.extensions_mut().insert(nonce);
            }
            failed
        }
    }
}

/// The response of the error page's handler, if it can be shown.
async fn render(parts: Parts, context: &RequestContext, app: &App) -> Result<Response, Reason> {
    let Some(page) = &app.error_page else { return Err("there is none".into()) };
    // Dropping the future marks the providers that it was waiting for as failed.
    let response = timeout(ERROR_PAGE_TIMEOUT, caught(page.show(parts))).await;
    let response =
        response.map_err(|_| Reason::new(format!("it took longer than {ERROR_PAGE_TIMEOUT:?}")))?;
    let mut response = response.map_err(|panic| Reason::new(format!("it panicked: {panic}")))?;
    if is_plain(&response) {
        log::discard(&mut response);
        let reason = response.extensions_mut().remove();
        return Err(reason.unwrap_or_else(|| Reason::new(format!("its own status is {}", response.status()))));
    }
    if back::leads_to_itself(&response, context) {
        return Err("it redirects to the address that has failed".into());
    }
    Ok(response)
}

/// The page with the status and headers of the response that it replaces: `Retry-After`, `Allow`, cookies.
fn replaced(failed: Response, mut page: Response) -> Response {
    let (mut failed, _) = failed.into_parts();
    if page.status().is_success() {
        *page.status_mut() = failed.status;
    }
    let headers = &mut failed.headers;
    protocol::headers::drop_content(headers);
    for name in [header::ACCEPT_RANGES, header::ETAG, header::EXPIRES, header::LAST_MODIFIED] {
        headers.remove(name);
    }
    if !forbids_storing(headers) {
        headers.remove(CACHE_CONTROL);
    }
    let mut own = std::mem::take(page.headers_mut());
    if headers.contains_key(CACHE_CONTROL) {
        own.remove(CACHE_CONTROL);
    }
    for name in [SET_COOKIE, VARY] {
        append(headers, &mut own, &name);
    }
    headers.extend(own);
    headers.append(VARY, HeaderValue::from_static("Accept"));
    *page.headers_mut() = failed.headers;
    let own = std::mem::replace(page.extensions_mut(), failed.extensions);
    // The failed page is not shown, so its flash stays for the next page.
    page.extensions_mut().remove::<DeliveredFlash>();
    page.extensions_mut().extend(own);
    page
}

/// Moves the lines of one header after the existing ones.
fn append(headers: &mut HeaderMap, own: &mut HeaderMap, name: &HeaderName) {
    if let header::Entry::Occupied(lines) = own.entry(name) {
        let (_, lines) = lines.remove_entry_mult();
        for line in lines {
            headers.append(name, line);
        }
    }
}

/// Awaits a future and returns a panic as an error, with its message. The future is dropped then, so its broken state is not used.
async fn caught<F: Future>(future: F) -> Result<F::Output, String> {
    let mut future = pin!(future);
    poll_fn(|cx| poll_caught(|| future.as_mut().poll(cx))).await
}

/// Polls, and returns a panic as an error.
pub(crate) fn poll_caught<T>(poll: impl FnOnce() -> Poll<T>) -> Poll<Result<T, String>> {
    match catch(poll) {
        Ok(polled) => polled.map(Ok),
        Err(panic) => Poll::Ready(Err(panic)),
    }
}
