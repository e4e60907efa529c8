//! The renderer of an application: sends page objects to it, and leaves pages to the client if it fails.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use http::Uri;
use tokio::{
    sync::Semaphore,
    time::{Instant, timeout, timeout_at},
};

use crate::document::Rendered;
use crate::ssr::{
    Hook,
    breaker::{Attempt, Breaker, Change, Verdict},
    failure::SsrFailure,
    http::{HttpClient, HttpError},
    logged::LogMemory,
    pattern::Pattern,
    process::Process,
    response::{self, RendererResponse},
};

/// The renderer of an application's first visits.
#[derive(Debug)]
pub(crate) struct Renderer {
    pub(super) place: Place,
    pub(super) client: Arc<HttpClient>,
    pub(super) breaker: Arc<Breaker>,
    /// Limits the number of concurrent requests.
    pub(super) permits: Semaphore,
    pub(super) timeout: Duration,
    pub(super) first_timeout: Duration,
    pub(super) limit: usize,
    pub(super) excluded: Vec<Pattern>,
    pub(super) hook: Option<Hook>,
    /// The id of the element that the client mounts into.
    pub(super) root: String,
    pub(super) logged: LogMemory,
}

/// Where the renderer is.
#[derive(Debug)]
pub(super) enum Place {
    /// At this URL, where it runs already.
    At(Uri),
    /// In a process of this application.
    Process(Process),
}

impl Renderer {
    /// Starts the renderer's process, if it has one and the caller runs in a Tokio runtime.
    pub(crate) fn start(&self) {
        if let Place::Process(process) = &self.place {
            process.start(&self.client, &self.breaker);
        }
    }

    /// Whether pages at this path are rendered on the server.
    pub(crate) fn covers(&self, path: &str) -> bool {
        !self.excluded.iter().any(|pattern| pattern.matches(path))
    }

    /// The rendered page; `None` if the client has to render it. The future takes at most as long as the timeout, and may be
    /// dropped at any time.
    pub(crate) async fn render(&self, page: &Bytes, component: &str, url: &str) -> Option<Rendered> {
        self.start();
        let uri = match &self.place {
            Place::At(uri) => uri.clone(),
            Place::Process(process) => process.uri()?,
        };
        let attempt = self.breaker.admit()?;
        let limit = if attempt.is_first() { self.first_timeout.max(self.timeout) } else { self.timeout };
        let deadline = Instant::now() + limit;
        // A visit that waited longer would have too little time for its page. Under overload all pages would then time out,
        // instead of a few being left to the client.
        let Ok(Ok(_permit)) = timeout(self.timeout / 4, self.permits.acquire()).await else {
            tracing::debug!("the renderer has its hands full; page `{component}` is rendered on the client");
            return None;
        };
        let response = timeout_at(deadline, self.client.post(&uri, page.clone())).await;
        let (verdict, outcome) = match response {
            Err(_) => (Verdict::Late, Err(timed_out(limit))),
            Ok(Err(HttpError::Unreachable(reason))) => (Verdict::Gone, Err(self.unreachable(&uri, &reason))),
            Ok(Err(HttpError::TooLarge)) => (Verdict::Broken, Err(too_large(self.limit))),
            Ok(Ok((status, bytes))) => match response::read(status, &bytes, &self.root) {
                Ok(RendererResponse::Rendered { rendered, left_out }) => {
                    self.report_head(component, left_out);
                    (Verdict::Works, Ok(Some(rendered)))
                }
                Ok(RendererResponse::WarmingUp) => (Verdict::Unknown, Ok(None)),
                Ok(RendererResponse::Failed(failure)) => (Verdict::Works, Err(failure)),
                Err(failure) => (Verdict::Broken, Err(failure)),
            },
        };
        judge(attempt, verdict);
        match outcome {
            Ok(rendered) => rendered,
            Err(failure) => {
                self.report(&failure.of_page(component, url));
                None
            }
        }
    }

    /// Logs a failure: as a warning the first time, then at the level `debug`. Calls the hook.
    fn report(&self, failure: &SsrFailure) {
        let SsrFailure { kind, component, url, source_location, stack, .. } = failure;
        let (location, stack) = (source_location.as_deref(), stack.as_deref());
        // The query may hold secrets, so it is not logged.
        let path = url.split('?').next();
        if self.logged.is_new(failure.identity()) {
            tracing::warn!(kind = &**kind, component, path, location, stack, "{failure}");
        } else {
            tracing::debug!(kind = &**kind, component, path, location, "{failure}");
        }
        if let Some(hook) = &self.hook {
            hook.call(failure);
        }
    }

    /// Logs once for each page that elements of its head were left out.
    fn report_head(&self, component: &str, left_out: usize) {
        if left_out > 0 && self.logged.is_new(("head", component)) {
            tracing::warn!(
                "page `{component}`: {left_out} of the elements that `<Head>` rendered have no end, as \
                 `<script>{{\"name\":\"<!--<script>\"}}</script>` has none, and are left out of the document; escape what they print: \
                 `JSON.stringify(data).replace(/</g, '\\\\u003c')`"
            );
        }
    }

    fn unreachable(&self, uri: &Uri, reason: &str) -> Box<SsrFailure> {
        let hint = match &self.place {
            Place::At(_) => "start the renderer, or name the address that it listens on: `Ssr::url(..)`",
            Place::Process(_) => "it is started again",
        };
        SsrFailure::new("unreachable", format!("the renderer at {uri} cannot be reached: {reason}"), hint)
    }
}

/// Reports the verdict to the breaker and logs the change.
fn judge(attempt: Attempt<'_>, verdict: Verdict) {
    let change = attempt.judge(verdict);
    match change {
        Change::Nothing => {}
        Change::Opened { warn: true, .. } => tracing::warn!("{change}"),
        Change::Closed { warned: true } => tracing::info!("{change}"),
        Change::Opened { .. } | Change::Closed { .. } => tracing::debug!("{change}"),
    }
}

fn timed_out(limit: Duration) -> Box<SsrFailure> {
    SsrFailure::new(
        "timeout",
        format!("the renderer did not answer within {} ms", limit.as_millis()),
        "give it more time with `Ssr::timeout(..)`, or render the page on the client: `#[inertia::page(.., ssr = false)]`",
    )
}

fn too_large(limit: usize) -> Box<SsrFailure> {
    SsrFailure::new(
        "too-large",
        format!("the renderer's answer has more than {limit} bytes"),
        "raise the limit with `Ssr::limit(..)`, or render the page on the client: `#[inertia::page(.., ssr = false)]`",
    )
}
