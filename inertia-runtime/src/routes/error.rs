//! The error for an unknown route or a URL that cannot be built.

use std::fmt;

/// The error for an unknown route or a URL that cannot be built. The message names the route, the source location, and what to write.
pub struct RouteError {
    message: String,
}

impl RouteError {
    pub(crate) fn new(message: String) -> Self {
        Self { message }
    }
}

impl fmt::Display for RouteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

// `fn main() -> Result<(), BoxError>` prints an error with `Debug`.
impl fmt::Debug for RouteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for RouteError {}
