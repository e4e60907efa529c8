//! Why a page could not be rendered on the server.

use std::{borrow::Cow, fmt};

use serde::Deserialize;

/// How much of each string of a renderer is kept, and how much of a stack trace.
const MAX_TEXT_BYTES: usize = 2 << 10;
const MAX_STACK_BYTES: usize = 8 << 10;

/// Why a page could not be rendered on the server: an error that the renderer reported, or a failure of the renderer itself.
///
/// The visitor still received the page, for the client to render. [`Ssr::on_failure`](crate::Ssr::on_failure) is called for
/// each failure. Each different failure is logged once as a warning, and at the level `debug` when it happens again.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SsrFailure {
    /// The kind of failure. Renderers report `browser-api`, `component-resolution` and `render`; this crate adds
    /// `unreachable`, `timeout`, `too-large`, `not-found` and `malformed`.
    pub kind: Cow<'static, str>,
    /// What went wrong.
    pub message: String,
    /// How to fix it.
    pub hint: String,
    /// The page's component.
    pub component: String,
    /// The page's URL: path and query.
    pub url: String,
    /// The browser API that the component used and that does not exist on a server, such as `window`.
    pub browser_api: Option<String>,
    /// The location of the error, as `file:line:column`.
    pub source_location: Option<String>,
    /// The stack trace of the error.
    pub stack: Option<String>,
}

/// A failure as a renderer reports it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct FailureReport {
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
    /// A failure of the renderer itself. [`of_page`](Self::of_page) adds the page.
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

    /// Adds the page, unless the renderer reported it.
    pub(super) fn of_page(mut self: Box<Self>, component: &str, url: &str) -> Box<Self> {
        if self.component.is_empty() {
            component.clone_into(&mut self.component);
        }
        if self.url.is_empty() {
            url.clone_into(&mut self.url);
        }
        self
    }

    /// Two failures with equal identities are logged as a warning only once. The page is left out for failures that every page
    /// would have.
    pub(super) fn identity(&self) -> impl std::hash::Hash + '_ {
        let depends_on_page = !matches!(&*self.kind, "unreachable" | "not-found" | "malformed");
        // The message of a timeout holds the limit, which differs between the first visit and others.
        let has_stable_message = self.kind != "timeout";
        (
            &self.kind,
            depends_on_page.then_some(&self.component),
            has_stable_message.then_some(&self.message),
            &self.source_location,
        )
    }
}

impl From<FailureReport> for SsrFailure {
    fn from(report: FailureReport) -> Self {
        let short = |text: String| cut(text, MAX_TEXT_BYTES);
        Self {
            kind: Cow::Owned(short(report.kind)),
            message: short(report.error),
            hint: short(report.hint.unwrap_or_default()),
            component: short(report.component.unwrap_or_default()),
            url: short(report.url.unwrap_or_default()),
            browser_api: report.browser_api.map(short),
            source_location: report.source_location.map(short),
            stack: report.stack.map(|stack| cut(stack, MAX_STACK_BYTES)),
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

/// The beginning of `text` with at most `max_bytes` bytes, and an ellipsis if it was cut.
pub(super) fn cut(mut text: String, max_bytes: usize) -> String {
    if text.len() > max_bytes {
        let end = (0..=max_bytes).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
        text.truncate(end);
        text.push('…');
    }
    text
}
