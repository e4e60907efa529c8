//! The page that a visitor sees when something went wrong, in place of a plain answer.

mod document;
mod handler;
mod info;
mod kept;
mod plain;

use std::{
    future::{Future, poll_fn},
    pin::{Pin, pin},
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

pub(crate) use self::{
    document::explain,
    handler::ErasedErrorPage,
    kept::{Kept, Looks},
    plain::is_plain,
};
pub use self::{handler::ErrorPage, info::ErrorInfo, plain::NoErrorPage};
use crate::{
    back, commit::Told, props::lazy::catch, protocol, reason::Reason, render::forbids_storing,
    request::RequestContext, unsaid,
};

/// How long the page may take. Whoever waits has waited for the request that failed already.
const PATIENCE: Duration = Duration::from_secs(5);

/// The answer to be, while the error page is made.
pub(crate) type Showing = Pin<Box<dyn Future<Output = Response> + Send>>;

/// Begins the error page, when this answer has to be replaced by one. Once for each request: who fails twice gets the plain
/// answer.
pub(crate) fn begin(
    kept: &mut Option<Kept>,
    answer: &mut Response,
    context: &RequestContext,
) -> Option<Showing> {
    if context.app().error_page.is_none() || !is_plain(answer) {
        return None;
    }
    let kept = kept.take()?;
    Some(Box::pin(show(kept, std::mem::take(answer), context.clone())))
}

/// The error page, or the plain answer when that fails, too.
async fn show(kept: Kept, mut failed: Response, context: RequestContext) -> Response {
    let info = ErrorInfo::of(&mut failed, context.app().debug).await;
    let nonce = kept.nonce().cloned();
    context.fail(failed.status());
    let parts = kept.into_parts(info, &context);
    // Not asked again is who failed with the request, or let it wait until it was given up.
    let mut lost = context.lost_providers();
    if lost != 0 {
        let (line, names) = (context.line(), context.names_of_lost(0));
        tracing::warn!(
            "{line}: the error page goes without the shared props of {names}, which failed or were waited for too long"
        );
    }
    let made = loop {
        match make(parts.clone(), &context).await {
            // A provider of shared props that fails takes its own along, but neither those of others nor the page.
            Err(reason) if context.lost_providers() != lost => {
                let (line, names) = (context.line(), context.names_of_lost(lost));
                tracing::error!("{line}: the error page goes without the shared props of {names}: {reason}");
                lost = context.lost_providers();
            }
            made => break made,
        }
    };
    match made {
        Ok(page) => replaced(failed, page),
        Err(reason) => {
            tracing::error!("{} gets a plain answer: the error page failed: {reason}", context.line());
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

/// What the handler of the error page answers, if that can be shown.
async fn make(parts: Parts, context: &RequestContext) -> Result<Response, Reason> {
    let Some(page) = &context.app().error_page else { return Err("there is none".into()) };
    // Dropped with this line, it says for which provider it waited.
    let answer = timeout(PATIENCE, caught(page.show(parts))).await;
    let answer = answer.map_err(|_| Reason::new(format!("it took longer than {PATIENCE:?}")))?;
    let mut answer = answer.map_err(|panic| Reason::new(format!("it panicked: {panic}")))?;
    if is_plain(&answer) {
        unsaid::keep_quiet(&mut answer);
        let reason = answer.extensions_mut().remove();
        return Err(reason.unwrap_or_else(|| Reason::new(format!("it answered {} itself", answer.status()))));
    }
    if back::leads_to_itself(&answer, context) {
        return Err("it redirects to the address that has failed".into());
    }
    Ok(answer)
}

/// The page in place of the answer that it is about, whose status and headers it takes over: `Retry-After`, `Allow`, cookies.
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
    // What a page has told that nobody sees is told another time.
    page.extensions_mut().remove::<Told>();
    page.extensions_mut().extend(own);
    page
}

/// Moves the lines of one header below those that are there.
fn append(headers: &mut HeaderMap, own: &mut HeaderMap, name: &HeaderName) {
    if let header::Entry::Occupied(lines) = own.entry(name) {
        let (_, lines) = lines.remove_entry_mult();
        for line in lines {
            headers.append(name, line);
        }
    }
}

/// Waits for a future whose panic is an error, with its message. It is dropped then, so nobody sees what it left half done.
async fn caught<F: Future>(future: F) -> Result<F::Output, String> {
    let mut future = pin!(future);
    poll_fn(|cx| poll_caught(|| future.as_mut().poll(cx))).await
}

/// Polls what may panic.
pub(crate) fn poll_caught<T>(poll: impl FnOnce() -> Poll<T>) -> Poll<Result<T, String>> {
    match catch(poll) {
        Ok(polled) => polled.map(Ok),
        Err(panic) => Poll::Ready(Err(panic)),
    }
}
