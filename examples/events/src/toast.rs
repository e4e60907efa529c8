//! What is said once, on the page that follows.

use std::borrow::Cow;

use serde::Serialize;
use ts_rs::TS;

/// A line that the next page shows for a moment; flashed under `toast`.
#[derive(Debug, Serialize, TS)]
pub(crate) struct Toast {
    text: Cow<'static, str>,
    /// Where a button of it posts to, which takes back what was done.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    undo: Option<String>,
}

/// All that is flashed, for the front end.
#[derive(TS)]
#[expect(dead_code, reason = "only its type is of use")]
pub(crate) struct Flash {
    toast: Toast,
}

impl Toast {
    /// A line of text.
    pub(crate) fn new(text: impl Into<Cow<'static, str>>) -> Self {
        Self { text: text.into(), undo: None }
    }

    /// With a button that posts to this address.
    pub(crate) fn undo(mut self, address: String) -> Self {
        self.undo = Some(address);
        self
    }
}
