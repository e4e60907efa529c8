//! What the front end may rely on: `frontend/types.ts`, made of the types of the pages and forms.

use std::env;
use std::path::Path;

use inertia::RouteNames;
use inertia::ts::{TypeScript, TypeScriptError};

use crate::shared::{Numbered, Shared};
use crate::toast::Flash;

/// The file. A debug server writes it when it starts.
pub(crate) fn types(home: &Path, routes: &RouteNames) -> TypeScript {
    TypeScript::new(home.join("frontend/types.ts"))
        .shared::<Shared>()
        .shared::<Numbered>()
        .flash::<Flash>()
        .routes(routes)
        // Two thousand events and three hundred venues are far from 2^53.
        .large_integers_fit()
        .command("cargo xtask types")
}

/// `events types` writes the file, `events types --check` finds out whether it is right. Says whether that was all that
/// was asked for.
///
/// # Errors
///
/// When the file cannot be written, or is stale.
pub(crate) fn asked_for(types: &TypeScript) -> Result<bool, TypeScriptError> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["types"] => types.write().map(|_| true),
        ["types", "--check"] => types.check().map(|()| true),
        _ => Ok(false),
    }
}
