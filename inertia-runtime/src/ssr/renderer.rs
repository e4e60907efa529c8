//! The renderer of an application: asks it for pages, and lets it be where it is no use.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use http::Uri;
use tokio::{
    sync::Semaphore,
    time::{Instant, timeout, timeout_at},
};

use super::{
    Hook,
    answer::{self, Answer},
    breaker::{Attempt, Breaker, Change, Verdict},
    failure::SsrFailure,
    http::{HttpClient, HttpError},
    pattern::Pattern,
    process::Process,
    seen::Seen,
};
use crate::root::Rendered;

/// What an application asks to render its first visits.
#[derive(Debug)]
pub(crate) struct Renderer {
    pub(super) place: Place,
    pub(super) client: Arc<HttpClient>,
    pub(super) breaker: Arc<Breaker>,
    /// Room for so many pages at a time.
    pub(super) room: Semaphore,
    pub(super) timeout: Duration,
    pub(super) first_timeout: Duration,
    pub(super) limit: usize,
    pub(super) excluded: Vec<Pattern>,
    pub(super) hook: Option<Hook>,
    /// The id of the element that the client mounts into.
    pub(super) root: String,
    pub(super) told: Seen,
}

/// Where the renderer is.
#[derive(Debug)]
pub(super) enum Place {
    /// It runs already.
    At(Uri),
    /// This application runs it.
    Process(Process),
}

impl Renderer {
    /// Starts the renderer, where that is to be done and a runtime is there.
    pub(crate) fn start(&self) {
        if let Place::Process(process) = &self.place {
            process.start(&self.client, &self.breaker);
        }
    }

    /// Whether pages at this path are rendered on the server.
    pub(crate) fn covers(&self, path: &str) -> bool {
        !self.excluded.iter().any(|pattern| pattern.matches(path))
    }

    /// What the renderer makes of a page object; nothing when the client has to render it. It takes as long as the timeout at
    /// most, and may be dropped at any moment.
    pub(crate) async fn render(&self, page: &Bytes, component: &str, url: &str) -> Option<Rendered> {
        self.start();
        let uri = match &self.place {
            Place::At(uri) => uri.clone(),
            Place::Process(process) => process.uri()?,
        };
        let attempt = self.breaker.admit()?;
        let limit = if attempt.is_first() { self.first_timeout.max(self.timeout) } else { self.timeout };
        let deadline = Instant::now() + limit;
        // Who waited for long would leave too little time for the page: then all would be late instead of a few.
        let Ok(Ok(_room)) = timeout(self.timeout / 4, self.room.acquire()).await else {
            tracing::debug!("the renderer has its hands full; page `{component}` is rendered on the client");
            return None;
        };
        let answered = timeout_at(deadline, self.client.post(&uri, page.clone())).await;
        let (verdict, outcome) = match answered {
            Err(_) => (Verdict::Late, Err(late(limit))),
            Ok(Err(HttpError::Unreachable(reason))) => (Verdict::Gone, Err(self.unreachable(&uri, &reason))),
            Ok(Err(HttpError::TooLarge)) => (Verdict::Broken, Err(too_large(self.limit))),
            Ok(Ok((status, bytes))) => match answer::read(status, &bytes, &self.root) {
                Ok(Answer::Rendered { rendered, left_out }) => {
                    self.report_head(component, left_out);
                    (Verdict::Works, Ok(Some(rendered)))
                }
                Ok(Answer::WarmingUp) => (Verdict::Unknown, Ok(None)),
                Ok(Answer::Failed(failure)) => (Verdict::Works, Err(failure)),
                Err(failure) => (Verdict::Broken, Err(failure)),
            },
        };
        tell_change(attempt, verdict);
        match outcome {
            Ok(rendered) => rendered,
            Err(failure) => {
                self.tell(&failure.of(component, url));
                None
            }
        }
    }

    /// Says what failed, each different thing once. Later ones are for those who look for them.
    fn tell(&self, failure: &SsrFailure) {
        let SsrFailure { kind, component, url, source_location, stack, .. } = failure;
        let (location, stack) = (source_location.as_deref(), stack.as_deref());
        // A query may hold what nobody should read in a log.
        let path = url.split('?').next();
        if self.told.is_new(failure.identity()) {
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
        if left_out > 0 && self.told.is_new(("head", component)) {
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

fn tell_change(attempt: Attempt<'_>, verdict: Verdict) {
    let change = attempt.judge(verdict);
    match change {
        Change::Nothing => {}
        Change::Opened { loud: true, .. } => tracing::warn!("{change}"),
        Change::Closed { loud: true } => tracing::info!("{change}"),
        Change::Opened { .. } | Change::Closed { .. } => tracing::debug!("{change}"),
    }
}

fn late(limit: Duration) -> Box<SsrFailure> {
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
