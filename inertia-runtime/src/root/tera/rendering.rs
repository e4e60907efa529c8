//! From a template's rendering to a layout: the body has to be there once, and the tags not twice.

use super::super::layout::{Layout, Mark, Markers};

/// What is wrong with a rendering.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Misprint<E> {
    /// The body was not printed exactly once.
    Bodies(usize),
    /// The head was printed more than once.
    Heads(usize),
    /// The head's tags could not be made.
    Tags(E),
}

/// Cuts a rendering. `tags` makes the tags that the head holds; it is not asked when the rendering holds tags
/// already, because a template may also place them itself.
///
/// # Errors
///
/// When the body is not there exactly once, the head more than once, or `tags` fails.
pub(super) fn layout<E>(
    rendering: &str,
    markers: &Markers,
    tags: impl FnOnce() -> Result<String, E>,
) -> Result<Layout, Misprint<E>> {
    let count = |mark| rendering.matches(&markers.text(mark)).count();
    let (heads, bodies) = (count(Mark::Head), count(Mark::Body));
    if bodies != 1 {
        return Err(Misprint::Bodies(bodies));
    }
    if heads > 1 {
        return Err(Misprint::Heads(heads));
    }
    let tags =
        if heads == 0 || count(Mark::Nonce) > 0 { String::new() } else { tags().map_err(Misprint::Tags)? };
    // The tags go first, so that stylesheets are asked for before anything else of a long head.
    let head = markers.text(Mark::Head);
    let rendering = rendering.replace(&head, &[tags, head.clone()].concat());
    let (before, after) = rendering.split_once(&markers.text(Mark::Body)).unwrap_or((&rendering, ""));
    Ok(Layout::around_body(before, after, markers))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(rendering: &str, markers: &Markers) -> Result<String, Misprint<()>> {
        let layout = layout(rendering, markers, || Ok(format!("<t{}>", markers.text(Mark::Nonce))))?;
        let mut out = Vec::new();
        layout.write_before(&mut out, None, None);
        out.extend_from_slice(b"[body]");
        layout.write_after(&mut out, None);
        Ok(String::from_utf8(out).unwrap())
    }

    #[test]
    fn the_head_holds_the_tags_unless_they_were_placed_elsewhere() {
        let markers = Markers::new();
        let [head, nonce, body] = [Mark::Head, Mark::Nonce, Mark::Body].map(|mark| markers.text(mark));
        assert_eq!(cut(&format!("{head}{body}"), &markers).unwrap(), "<t>[body]");
        assert_eq!(cut(&format!("{head}<mine{nonce}>{body}"), &markers).unwrap(), "<mine>[body]");
    }

    #[test]
    fn a_body_is_needed_exactly_once() {
        let markers = Markers::new();
        let [head, body] = [Mark::Head, Mark::Body].map(|mark| markers.text(mark));
        assert_eq!(cut("nothing", &markers).unwrap_err(), Misprint::Bodies(0));
        assert_eq!(cut(&format!("{body}{body}"), &markers).unwrap_err(), Misprint::Bodies(2));
        assert_eq!(cut(&format!("{head}{head}{body}"), &markers).unwrap_err(), Misprint::Heads(2));
    }
}
