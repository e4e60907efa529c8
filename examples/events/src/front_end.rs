//! What the front end is made of: in the program with the feature `embed`, else in the app's folder.

use inertia::{Assets, Template};

/// The built files, and the document around a page.
pub(crate) struct FrontEnd {
    pub(crate) assets: Assets,
    pub(crate) template: Template,
}

/// Whether the program needs no file beside it. A debug build does, so that one can work on it.
pub(crate) const EMBEDDED: bool = cfg!(all(feature = "embed", not(debug_assertions)));

/// Scripts and styles are those that the server has printed, and what they load; pictures may come from a file that a visitor has
/// just chosen.
pub(crate) const SECURITY_POLICY: &str = "default-src 'self'; script-src 'nonce-{nonce}' 'strict-dynamic'; \
    style-src 'self' 'nonce-{nonce}'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; \
    frame-ancestors 'none'";

impl FrontEnd {
    /// What was built into the program.
    #[cfg(all(feature = "embed", not(debug_assertions)))]
    pub(crate) fn of(_home: &std::path::Path) -> Self {
        Self { assets: inertia::embed!("frontend/dist"), template: inertia::template!("templates/app.html") }
    }

    /// What is in the app's folder now.
    #[cfg(not(all(feature = "embed", not(debug_assertions))))]
    pub(crate) fn of(home: &std::path::Path) -> Self {
        Self {
            assets: Assets::folder(home.join("frontend/dist")),
            template: home.join("templates/app.html").into(),
        }
    }
}
