//! The settings for reading a request.

use http::HeaderValue;
use memchr::memmem::Finder;

use crate::{flash::RefusedCookies, request::origin::Origins};

/// The settings that the request's context needs.
#[derive(Debug)]
pub(crate) struct RequestSettings {
    pub(crate) origins: Origins,
    /// The fallback for redirects back: a path, or a URL of this application.
    pub(crate) fallback_url: String,
    pub(crate) refused_cookies: RefusedCookies,
    /// Whether responses contain the reasons of failures, for developers.
    pub(crate) debug: bool,
    /// Whether the visitor's session is read, because a CSRF token is bound to it.
    #[cfg(feature = "cookie-session")]
    pub(crate) reads_session: bool,
    pub(crate) cookies: CookieFilter,
    /// Whether there is a security policy, so that the tags of a document need its nonce.
    pub(crate) has_policy: bool,
}

/// Which `Cookie` headers of a request are stored, for flash and for the CSRF token.
#[derive(Debug)]
pub(crate) enum CookieFilter {
    None,
    #[cfg(feature = "cookie-session")]
    All,
    /// Those that contain this text.
    Containing(Box<Finder<'static>>),
}

impl CookieFilter {
    pub(crate) fn keeps(&self, header: &HeaderValue) -> bool {
        match self {
            Self::None => false,
            #[cfg(feature = "cookie-session")]
            Self::All => true,
            Self::Containing(text) => text.find(header.as_bytes()).is_some(),
        }
    }
}
