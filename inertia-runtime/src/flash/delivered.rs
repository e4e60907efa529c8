//! The flash that a page has shown, as the layer needs it.

use serde_json::{Map, Value};

use crate::flash::Delivered;

/// The flash that a page contains and that no other page should show again. It is an extension of the page's response, so it is lost
/// with that response when a middleware returns another one instead; the flash then stays for the next page.
#[derive(Debug, Clone, Default)]
pub(crate) struct DeliveredFlash {
    /// The flash of earlier responses.
    pub(crate) waiting: Delivered,
    /// The values of `Inertia::flash` in this request, until the page was written.
    pub(crate) said: Map<String, Value>,
}
