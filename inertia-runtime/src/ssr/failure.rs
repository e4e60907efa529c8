//! Why a page could not be rendered on the server.

use std::{borrow::Cow, fmt};

use serde::Deserialize;

/// So many bytes of a text that a renderer gave are kept; of a stack more.
const LONGEST: usize = 2 << 10;
const LONGEST_STACK: usize = 8 << 10;

/// Why a page could not be rendered on the server: what the renderer says of it, or what is wrong with the renderer.
///
/// The visitor got the page all the same, rendered on the client. [`Ssr::on_failure`](crate::Ssr::on_failure) is told of
/// each failure; the log has each different one once, and again at the level `debug`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SsrFailure {
    /// What kind of failure it is. The renderer's own words are `browser-api`, `component-resolution` and `render`; ours are
    /// `unreachable`, `timeout`, `too-large`, `not-found` and `malformed`.
    pub kind: Cow<'static, str>,
    /// What went wrong.
    pub message: String,
    /// What to do about it.
    pub hint: String,
    /// The page's component.
    pub component: String,
    /// The page's URL: path and query.
    pub url: String,
    /// The browser's object that a server does not have.
    pub browser_api: Option<String>,
    /// Where it happened, as `file:line:column`.
    pub source_location: Option<String>,
    /// The stack of the error.
    pub stack: Option<String>,
}

/// A failure as a renderer words it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Reported {
    error: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    hint: Option<String>,
    #[serde(default)]
    component: Option<String>,
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    browser_api: Option<String>,
    #[serde(default)]
    source_location: Option<String>,
    #[serde(default)]
    stack: Option<String>,
}

impl SsrFailure {
    /// A failure of the renderer itself. Whose page it was is added by [`of`](Self::of).
    pub(super) fn new(kind: &'static str, message: impl Into<String>, hint: impl Into<String>) -> Box<Self> {
        Box::new(Self {
            kind: Cow::Borrowed(kind),
            message: message.into(),
            hint: hint.into(),
            component: String::new(),
            url: String::new(),
            browser_api: None,
            source_location: None,
            stack: None,
        })
    }

    /// Says whose page it was, where the renderer did not.
    pub(super) fn of(mut self: Box<Self>, component: &str, url: &str) -> Box<Self> {
        if self.component.is_empty() {
            component.clone_into(&mut self.component);
        }
        if self.url.is_empty() {
            url.clone_into(&mut self.url);
        }
        self
    }

    /// What makes two failures the same one for the log. Whose page it was makes no difference where none would do better.
    pub(super) fn identity(&self) -> impl std::hash::Hash + '_ {
        let of_page = !matches!(&*self.kind, "unreachable" | "not-found" | "malformed");
        // How long was waited differs from visit to visit.
        let worded = self.kind != "timeout";
        (
            &self.kind,
            of_page.then_some(&self.component),
            worded.then_some(&self.message),
            &self.source_location,
        )
    }
}

impl From<Reported> for SsrFailure {
    fn from(reported: Reported) -> Self {
        let short = |text: String| cut(text, LONGEST);
        Self {
            kind: Cow::Owned(short(reported.kind)),
            message: short(reported.error),
            hint: short(reported.hint.unwrap_or_default()),
            component: short(reported.component.unwrap_or_default()),
            url: short(reported.url.unwrap_or_default()),
            browser_api: reported.browser_api.map(short),
            source_location: reported.source_location.map(short),
            stack: reported.stack.map(|stack| cut(stack, LONGEST_STACK)),
        }
    }
}

impl fmt::Display for SsrFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, message, hint, component, .. } = self;
        write!(f, "page `{component}` is rendered on the client, not on the server ({kind}): {message}")?;
        if let Some(location) = &self.source_location {
            write!(f, ", at {location}")?;
        }
        if hint.is_empty() { Ok(()) } else { write!(f, "; {hint}") }
    }
}

impl std::error::Error for SsrFailure {}

/// The beginning of a text, up to a character that begins within `most` bytes.
pub(super) fn cut(mut text: String, most: usize) -> String {
    if text.len() > most {
        let end = (0..=most).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
        text.truncate(end);
        text.push('…');
    }
    text
}
