//! The built-in document, for applications without a template.

use crate::document::attribute;
use crate::document::layout::{Layout, Mark, Markers};
use crate::document::vite::{ResolvedVite, ViteError};

/// The document in `language`, a BCP 47 tag such as `en` or `pt-BR`, with the front end's tags.
///
/// # Errors
///
/// If the front end has several entries and none was chosen.
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
