//! Parts of responses: JSON bodies and the security policy.

pub(crate) mod csp;
pub(crate) mod json;
pub(crate) mod security_headers;
