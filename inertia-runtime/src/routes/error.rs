//! Why there is no such route, or no such URL.

use std::fmt;

/// Why there is no such route, or no such URL. The message names the route, the place in the source, and what to write.
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

// `fn main() -> Result<(), BoxError>` prints an error by its `Debug`.
impl fmt::Debug for RouteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for RouteError {}
