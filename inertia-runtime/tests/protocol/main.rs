//! The wire contract, rule by rule: a request and a page's props go in, a response comes out.

mod back;
#[cfg(feature = "cookie-session")]
mod csrf;
#[cfg(all(feature = "cookie-session", feature = "tower-sessions"))]
mod csrf_session;
mod document;
mod endless;
mod error_pages;
#[cfg(feature = "cookie-session")]
mod flash;
mod harness;
mod hints;
#[cfg(feature = "cookie-session")]
mod logged;
mod merging;
mod metadata;
mod narrowing;
mod page_object;
mod pages;
#[cfg(feature = "cookie-session")]
mod panics;
#[cfg(feature = "cookie-session")]
mod precognitive;
mod reading;
mod redirects;
mod resolution;
mod responses;
mod routes;
mod security_headers;
mod security_policy;
mod selection;
mod shared;
mod sharing;
