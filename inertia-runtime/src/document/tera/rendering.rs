//! Turns a rendered template into a layout: the body must be printed once, and the tags not twice.

use crate::document::layout::{Layout, Mark, Markers};

/// Why a rendering is not a document.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum LayoutError<E> {
    /// The body was not printed exactly once.
    Bodies(usize),
    /// The head was printed more than once.
    Heads(usize),
    /// The tags of the front end could not be made.
    Tags(E),
}

/// Cuts a rendering. `tags` makes the tags for the head; it is not called if the rendering has tags already, because a template
/// may also place them itself.
///
/// # Errors
///
/// If the body is not printed exactly once, the head is printed more than once, or `tags` fails.
pub(super) fn layout<E>(
    rendering: &str,
    markers: &Markers,
    tags: impl FnOnce() -> Result<String, E>,
) -> Result<Layout, LayoutError<E>> {
    let count = |mark| rendering.matches(&markers.text(mark)).count();
    let (heads, bodies) = (count(Mark::Head), count(Mark::Body));
    if bodies != 1 {
        return Err(LayoutError::Bodies(bodies));
    }
    if heads > 1 {
        return Err(LayoutError::Heads(heads));
    }
    let tags = if heads == 0 || count(Mark::Nonce) > 0 {
        String::new()
    } else {
        tags().map_err(LayoutError::Tags)?
    };
    // The tags come first, so that browsers load the stylesheets before other elements of a long head.
    let head = markers.text(Mark::Head);
    let rendering = rendering.replace(&head, &[tags, head.clone()].concat());
    let (before, after) = rendering.split_once(&markers.text(Mark::Body)).unwrap_or((&rendering, ""));
    Ok(Layout::around_body(before, after, markers))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(rendering: &str, markers: &Markers) -> Result<String, LayoutError<()>> {
        let layout = layout(rendering, markers, || Ok(format!("<t{}>", markers.text(Mark::Nonce))))?;
        let mut out = Vec::new();
        layout.write_before(&mut out, None, None);
        out.extend_from_slice(b"[body]");
        layout.write_after(&mut out, None);
        Ok(String::from_utf8(out).unwrap())
    }

    #[test]
    fn the_head_holds_the_tags_unless_the_template_places_them() {
        let markers = Markers::new();
        let [head, nonce, body] = [Mark::Head, Mark::Nonce, Mark::Body].map(|mark| markers.text(mark));
        assert_eq!(cut(&format!("{head}{body}"), &markers).unwrap(), "<t>[body]");
        assert_eq!(cut(&format!("{head}<mine{nonce}>{body}"), &markers).unwrap(), "<mine>[body]");
    }

    #[test]
    fn the_body_must_be_printed_exactly_once() {
        let markers = Markers::new();
        let [head, body] = [Mark::Head, Mark::Body].map(|mark| markers.text(mark));
        assert_eq!(cut("nothing", &markers).unwrap_err(), LayoutError::Bodies(0));
        assert_eq!(cut(&format!("{body}{body}"), &markers).unwrap_err(), LayoutError::Bodies(2));
        assert_eq!(cut(&format!("{head}{head}{body}"), &markers).unwrap_err(), LayoutError::Heads(2));
    }
}
