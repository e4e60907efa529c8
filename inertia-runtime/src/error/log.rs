//! Failures that are not logged yet. The code that fails does not know the request; the layer does, and logs both.

use std::{
    fmt::Display,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use axum::response::Response;
use http::StatusCode;

use crate::error::report::Reason;

/// A failure that is not logged yet, as an extension of its response. The layer logs it with the request. Without the layer, it
/// is logged without a request when the response is dropped.
#[derive(Debug, Clone)]
pub(crate) struct PendingLog {
    entry: Arc<Entry>,
}

#[derive(Debug)]
struct Entry {
    status: StatusCode,
    reason: Reason,
    logged: AtomicBool,
}

impl PendingLog {
    pub(crate) fn new(status: StatusCode, reason: Reason) -> Self {
        Self { entry: Arc::new(Entry { status, reason, logged: AtomicBool::new(false) }) }
    }
}

/// Logs the failure of a response unless it was logged already.
pub(crate) fn log_failure(response: &mut Response, request: &dyn Display) {
    if response.status().as_u16() < 400 {
        return;
    }
    if let Some(PendingLog { entry }) = response.extensions_mut().remove() {
        entry.write(&format_args!("{request}: "));
    }
}

/// Removes the failure of a response without logging it. The caller reports it in its own words.
pub(crate) fn discard(response: &mut Response) {
    if let Some(PendingLog { entry }) = response.extensions_mut().remove() {
        entry.logged.store(true, Ordering::Relaxed);
    }
}

impl Entry {
    fn write(&self, request: &dyn Display) {
        if self.logged.swap(true, Ordering::Relaxed) {
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

impl Drop for Entry {
    fn drop(&mut self) {
        self.write(&"");
    }
}
