//! The built-in document, for apps that need no template of their own.

use super::attribute;
use super::layout::{Layout, Mark, Markers};
use super::vite::{ResolvedVite, ViteError};

/// The document in `language`, a BCP 47 tag such as `en` or `pt-BR`, with the front end's tags.
///
/// # Errors
///
/// When it is not clear which entry of the front end to load.
pub(super) fn layout(language: &str, vite: Option<&ResolvedVite>) -> Result<Layout, ViteError> {
    let markers = Markers::new();
    let tags = vite.map(|vite| vite.tags(None, &markers)).transpose()?.unwrap_or_default();
    let before = format!(
        concat!(
            "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n",
            "<meta charset=\"utf-8\">\n",
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
            "{}{}\n</head>\n<body>\n",
        ),
        attribute::escape(language),
        tags,
        markers.text(Mark::Head),
    );
    Ok(Layout::around_body(&before, "\n</body>\n</html>\n", &markers))
}
