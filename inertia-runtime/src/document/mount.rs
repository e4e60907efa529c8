//! The elements that the client starts from: the page object in a script element, and the empty root element.
//!
//! The client reads `script[data-page="<id>"][type="application/json"]` and mounts into the element with the same id.
//! The body of a rendered page replaces both elements.

use crate::document::attribute;

/// The two elements, ready to be written around a page object.
#[derive(Debug)]
pub(super) struct Mount {
    /// The script's start tag up to its nonce.
    script: String,
    /// The script's end tag and the root element.
    element: String,
}

impl Mount {
    /// The elements for a root id. It must be the `id` of `createInertiaApp`, whose default is `app`.
    pub(super) fn new(id: &str) -> Self {
        let id = attribute::escape(id);
        Self {
            script: format!(r#"<script data-page="{id}" type="application/json""#),
            element: format!(r#"</script><div id="{id}"></div>"#),
        }
    }

    /// Writes the HTML before the page object's JSON. `nonce` must be escaped.
    pub(super) fn open(&self, out: &mut Vec<u8>, nonce: Option<&str>) {
        out.extend_from_slice(self.script.as_bytes());
        if let Some(nonce) = nonce {
            out.extend_from_slice(b" nonce=\"");
            out.extend_from_slice(nonce.as_bytes());
            out.push(b'"');
        }
        out.push(b'>');
    }

    /// Writes the HTML after the page object's JSON.
    pub(super) fn close(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.element.as_bytes());
    }
}
