//! The request: its context, its origin, and the extractor for handlers.

pub(crate) mod context;
pub(crate) mod extract;
pub(crate) mod nonce;
pub(crate) mod origin;
pub(crate) mod settings;
#[cfg(feature = "cookie-session")]
pub(crate) mod visitor_session;
