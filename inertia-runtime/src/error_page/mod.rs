//! The page that a visitor sees when something went wrong, in place of a plain answer.

mod document;
mod handler;
mod info;
mod kept;
mod plain;

use std::{
    future::{Future, poll_fn},
    panic::{self, AssertUnwindSafe},
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
    kept::{Kept, looks_at_request},
    plain::is_plain,
};
pub use self::{handler::ErrorPage, info::ErrorInfo, plain::NoErrorPage};
use crate::{
    commit::Told, finish, props::lazy::panic_message, reason::Reason, render::forbids_storing,
    request::RequestContext,
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
    let mut lost = context.lost_providers();
    let mut made = make(parts.clone(), &context).await;
    // A provider of shared props that fails takes its own along, but neither those of others nor the page.
    while made.is_err() && context.lost_providers() != lost {
        lost = context.lost_providers();
        made = make(parts.clone(), &context).await;
    }
    match made {
        Ok(page) => replaced(failed, page),
        Err(unmade) => {
            if !unmade.is_logged {
                let (method, path) = (context.method(), context.path());
                tracing::error!(
                    "{method} {path} gets a plain answer: the error page failed: {}",
                    unmade.reason
                );
            }
            let why = failed.extensions().get::<Reason>().cloned();
            let why = why
                .unwrap_or_else(|| Reason::new(failed.status().to_string()))
                .then("the error page failed as well");
            failed
                .extensions_mut()
                .insert(unmade.reason.steps().iter().fold(why, |why, step| why.then(step.as_str())));
            if let Some(nonce) = nonce {
                failed.extensions_mut().insert(nonce);
            }
            failed
        }
    }
}

/// Why there is no error page.
struct Unmade {
    reason: Reason,
    /// Whether the log has it already.
    is_logged: bool,
}

impl From<String> for Unmade {
    fn from(reason: String) -> Self {
        Self { reason: Reason::new(reason), is_logged: false }
    }
}

/// What the handler of the error page answers, if that can be shown.
async fn make(parts: Parts, context: &RequestContext) -> Result<Response, Unmade> {
    let Some(page) = &context.app().error_page else { return Err("there is none".to_owned().into()) };
    let Ok(answer) = timeout(PATIENCE, caught(page.show(parts))).await else {
        // What it waits for may be a provider.
        if !context.app().providers.is_empty() {
            context.lose_providers();
        }
        return Err(format!("it took longer than {PATIENCE:?}").into());
    };
    let answer = answer.map_err(|panic| {
        // It may have been the extractor of a provider.
        if !context.app().providers.is_empty() {
            context.lose_providers();
        }
        format!("it panicked: {panic}")
    })?;
    if is_plain(&answer) {
        let status = answer.status();
        return Err(match answer.extensions().get::<Reason>() {
            Some(reason) => Unmade { reason: reason.clone(), is_logged: status.is_server_error() },
            None => format!("it answered {status} itself").into(),
        });
    }
    if finish::leads_to_itself(&answer, context) {
        return Err("it redirects to the address that has failed".to_owned().into());
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
    finish::drop_content(headers);
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

/// Does what may panic, and gives the message when it did.
pub(crate) fn catch<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    panic::catch_unwind(AssertUnwindSafe(work)).map_err(|payload| panic_message(&*payload))
}
