//! A failure on its way to the log. Where it happens, nobody knows of the request; the layer does, and says both.

use std::{
    fmt::Display,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use axum::response::Response;
use http::StatusCode;

use crate::{reason::Reason, request::RequestContext};

/// What the log does not have yet. Travels with an answer as an extension, and is said when the answer passes the layer; without a
/// request, when nobody has done so until the answer is dropped.
#[derive(Debug, Clone)]
pub(crate) struct Unsaid {
    line: Arc<Line>,
}

#[derive(Debug)]
struct Line {
    status: StatusCode,
    reason: Reason,
    said: AtomicBool,
}

impl Unsaid {
    pub(crate) fn new(status: StatusCode, reason: Reason) -> Self {
        Self { line: Arc::new(Line { status, reason, said: AtomicBool::new(false) }) }
    }
}

/// Says why an answer has nothing to show, if nobody has.
pub(crate) fn say(answer: &mut Response, context: &RequestContext) {
    if answer.status().as_u16() < 400 {
        return;
    }
    if let Some(Unsaid { line }) = answer.extensions_mut().remove() {
        line.say(&format_args!("{}: ", context.line()));
    }
}

/// Says nothing of why an answer has nothing to show: who looked at it says so in other words.
pub(crate) fn keep_quiet(answer: &mut Response) {
    if let Some(Unsaid { line }) = answer.extensions_mut().remove() {
        line.said.store(true, Ordering::Relaxed);
    }
}

impl Line {
    fn say(&self, request: &dyn Display) {
        if self.said.swap(true, Ordering::Relaxed) {
            return;
        }
        let Self { status, reason, .. } = self;
        if status.is_server_error() {
            tracing::error!("{request}{reason}");
        } else {
            tracing::debug!("{request}the handler answered {status}: {reason}");
        }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.say(&"");
    }
}
