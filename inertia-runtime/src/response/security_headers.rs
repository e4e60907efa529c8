//! The security headers that pages have by default.

use http::{
    HeaderMap, HeaderName, HeaderValue,
    header::{
        CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
    },
};

use crate::protocol::headers::{INERTIA, text};

/// The security headers of pages, set by [`Builder::security_headers`](crate::Builder::security_headers). By default they are the same as
/// those of Rails, Django and Phoenix:
///
/// | header | default | sent with |
/// |---|---|---|
/// | `X-Content-Type-Options` | `nosniff` | pages and HTML |
/// | `Referrer-Policy` | `strict-origin-when-cross-origin` | pages and HTML |
/// | `X-Frame-Options` | `SAMEORIGIN` | HTML, unless its `Content-Security-Policy` has `frame-ancestors` |
///
/// A header that a handler or a middleware inside of the layer has set is not changed, and no header is sent twice.
///
/// ```
/// use inertia::{Inertia, SecurityHeaders};
///
/// # fn main() -> Result<(), inertia::BoxError> {
/// let headers = SecurityHeaders::new()
///     .referrer_policy(Some("same-origin"))
///     // Other sites may show the pages in a frame.
///     .frame_options(None);
/// let inertia = Inertia::builder().security_headers(headers).build()?;
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SecurityHeaders {
    nosniff: bool,
    referrer_policy: Option<String>,
    frame_options: Option<String>,
}

impl SecurityHeaders {
    /// The defaults.
    pub fn new() -> Self {
        Self {
            nosniff: true,
            referrer_policy: Some("strict-origin-when-cross-origin".to_owned()),
            frame_options: Some("SAMEORIGIN".to_owned()),
        }
    }

    /// No headers, for an application whose proxy or middleware adds them.
    ///
    /// ```
    /// use inertia::{Inertia, SecurityHeaders};
    ///
    /// # fn main() -> Result<(), inertia::BoxError> {
    /// let inertia = Inertia::builder().security_headers(SecurityHeaders::none()).build()?;
    /// # Ok(()) }
    /// ```
    pub fn none() -> Self {
        Self { nosniff: false, referrer_policy: None, frame_options: None }
    }

    /// Whether `X-Content-Type-Options: nosniff` is sent: browsers then do not guess another type than the `Content-Type`.
    ///
    /// ```
    /// use inertia::SecurityHeaders;
    ///
    /// let headers = SecurityHeaders::new().nosniff(false);
    /// assert_ne!(headers, SecurityHeaders::new());
    /// ```
    #[must_use]
    pub fn nosniff(mut self, nosniff: bool) -> Self {
        self.nosniff = nosniff;
        self
    }

    /// The `Referrer-Policy`, or `None` to send none. Redirects back need the path of the application's own pages: with
    /// `no-referrer` or `origin` they go to their fallback.
    ///
    /// ```
    /// use inertia::SecurityHeaders;
    ///
    /// let headers = SecurityHeaders::none().referrer_policy(Some("same-origin"));
    /// assert_eq!(headers.referrer_policy(None), SecurityHeaders::none());
    /// ```
    #[must_use]
    pub fn referrer_policy(mut self, policy: Option<&str>) -> Self {
        self.referrer_policy = policy.map(str::to_owned);
        self
    }

    /// The `X-Frame-Options` of documents, `DENY` or `SAMEORIGIN`, or `None` to send none. A `Content-Security-Policy` with
    /// `frame-ancestors` replaces this header.
    ///
    /// ```
    /// use inertia::SecurityHeaders;
    ///
    /// let headers = SecurityHeaders::none().frame_options(Some("DENY"));
    /// assert_eq!(headers.frame_options(None), SecurityHeaders::none());
    /// ```
    #[must_use]
    pub fn frame_options(mut self, options: Option<&str>) -> Self {
        self.frame_options = options.map(str::to_owned);
        self
    }

    /// # Errors
    ///
    /// If a value is not a valid header value. Worded for a developer.
    pub(crate) fn resolve(&self) -> Result<PageHeaders, String> {
        let value = |setting: &str, value: &Option<String>| {
            let Some(value) = value else { return Ok(None) };
            match HeaderValue::from_str(value) {
                Ok(header) if !value.trim().is_empty() => Ok(Some(header)),
                _ => Err(format!(
                    "`SecurityHeaders::{setting}(Some({value:?}))`: write one line of printable ASCII, or `None` to send no such header"
                )),
            }
        };
        let nosniff = self.nosniff.then(|| HeaderValue::from_static("nosniff"));
        let referrer_policy = value("referrer_policy", &self.referrer_policy)?;
        let of_pages = [(X_CONTENT_TYPE_OPTIONS, nosniff), (REFERRER_POLICY, referrer_policy)];
        Ok(PageHeaders {
            of_pages: of_pages.into_iter().filter_map(|(name, value)| Some((name, value?))).collect(),
            frame_options: value("frame_options", &self.frame_options)?,
        })
    }
}

impl Default for SecurityHeaders {
    fn default() -> Self {
        Self::new()
    }
}

/// The checked headers.
#[derive(Debug)]
pub(crate) struct PageHeaders {
    /// For documents and page objects.
    of_pages: Vec<(HeaderName, HeaderValue)>,
    /// For documents only.
    frame_options: Option<HeaderValue>,
}

impl PageHeaders {
    /// Adds the headers that a page does not have yet. Call it after the `Content-Security-Policy` was set.
    pub(crate) fn add_to(&self, headers: &mut HeaderMap) {
        let is_document = is_html(headers);
        if !is_document && !headers.contains_key(INERTIA) {
            return;
        }
        for (name, value) in &self.of_pages {
            if !headers.contains_key(name) {
                headers.insert(name.clone(), value.clone());
            }
        }
        let Some(frame_options) = self.frame_options.as_ref().filter(|_| is_document) else { return };
        if !headers.contains_key(X_FRAME_OPTIONS) && !names_frame_ancestors(headers) {
            headers.insert(X_FRAME_OPTIONS, frame_options.clone());
        }
    }
}

/// Whether a response is a document.
pub(crate) fn is_html(headers: &HeaderMap) -> bool {
    let essence = |value: &[u8]| value.get(..9).is_some_and(|start| start.eq_ignore_ascii_case(b"text/html"));
    headers.get(CONTENT_TYPE).is_some_and(|value| essence(value.as_bytes()))
}

/// Whether a policy has `frame-ancestors`. One header may contain several policies.
fn names_frame_ancestors(headers: &HeaderMap) -> bool {
    headers.get_all(CONTENT_SECURITY_POLICY).iter().any(|policies| {
        text(policies).split([',', ';']).any(|directive| {
            let name = directive.split_ascii_whitespace().next().unwrap_or_default();
            name.eq_ignore_ascii_case("frame-ancestors")
        })
    })
}
