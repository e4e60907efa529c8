//! The error of the TypeScript file.

use std::{error::Error, fmt};

/// Why the TypeScript file could not be made or written, or is stale.
///
/// ```no_run
/// use inertia::ts::TypeScript;
///
/// if let Err(error) = TypeScript::new("frontend/types.ts").check() {
///     eprintln!("{error}");
/// }
/// ```
#[derive(Debug)]
pub struct TypeScriptError {
    message: String,
}

impl TypeScriptError {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into() }
    }
}

impl fmt::Display for TypeScriptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for TypeScriptError {}
