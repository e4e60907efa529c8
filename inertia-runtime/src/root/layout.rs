//! A document cut at the places that a request fills: the body, and the nonce of every tag.
//!
//! Documents are rendered with markers at those places, so that one rendering serves every request whether its
//! nonce is known or not. A marker holds 128 random bits: nothing that a visitor sends can look like one.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};

/// Stands in a rendering where a request puts something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// The head's tags. Here the head of a page that was rendered on a server will be written, too.
    Head,
    /// The page object and the root element.
    Body,
    /// The nonce attribute of a tag, with the space before it.
    Nonce,
    /// The element that tells Vite's client the nonce for the tags that it adds later.
    NonceMeta,
}

/// The markers of one app.
#[derive(Debug)]
pub(super) struct Markers {
    secret: String,
}

/// A rendering, cut into parts around the body.
#[derive(Debug)]
pub(super) struct Layout {
    before: Vec<Part>,
    after: Vec<Part>,
}

/// What is wrong with a rendering.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum LayoutError<E> {
    /// The body was not printed exactly once.
    Bodies(usize),
    /// The head was printed more than once.
    Heads(usize),
    /// The head's tags could not be made.
    Tags(E),
}

#[derive(Debug)]
enum Part {
    Text(String),
    Nonce,
    NonceMeta,
}

impl Markers {
    pub(super) fn new() -> Self {
        // The standard library's only source of randomness; each state has keys of its own, unknown outside.
        let number = || RandomState::new().build_hasher().finish();
        // Digits and a character that text never holds survive `| upper` and the like in a template.
        Self { secret: format!("\u{fdd0}{:020}{:020}", number(), number()) }
    }

    /// The text that stands for `mark`.
    pub(super) fn text(&self, mark: Mark) -> String {
        format!("{}{}", self.secret, mark.digit())
    }
}

impl Mark {
    const ALL: [Self; 4] = [Self::Head, Self::Body, Self::Nonce, Self::NonceMeta];

    const fn digit(self) -> char {
        match self {
            Self::Head => '0',
            Self::Body => '1',
            Self::Nonce => '2',
            Self::NonceMeta => '3',
        }
    }

    /// The mark at the start of `text`, and what follows it.
    fn strip(text: &str) -> Option<(Self, &str)> {
        Self::ALL.into_iter().find_map(|mark| Some((mark, text.strip_prefix(mark.digit())?)))
    }
}

impl Layout {
    /// Cuts a rendering. `tags` makes the tags that the head holds; it is not asked when the rendering holds tags
    /// already, because a template may also place them itself.
    ///
    /// # Errors
    ///
    /// When the body is not there exactly once, the head more than once, or `tags` fails.
    pub(super) fn new<E>(
        rendering: &str,
        markers: &Markers,
        tags: impl FnOnce() -> Result<String, E>,
    ) -> Result<Self, LayoutError<E>> {
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
        let rendering = rendering.replace(&markers.text(Mark::Head), &tags);
        let body = markers.text(Mark::Body);
        let (before, after) = rendering.split_once(&body).unwrap_or((&rendering, ""));
        Ok(Self::around_body(before, after, markers))
    }

    /// Cuts what comes before the body and what comes after it.
    pub(super) fn around_body(before: &str, after: &str, markers: &Markers) -> Self {
        Self { before: cut(before, markers), after: cut(after, markers) }
    }

    /// Writes what comes before the body. The nonce is escaped already.
    pub(super) fn write_before(&self, out: &mut Vec<u8>, nonce: Option<&str>) {
        write(&self.before, out, nonce);
    }

    /// Writes what comes after the body.
    pub(super) fn write_after(&self, out: &mut Vec<u8>, nonce: Option<&str>) {
        write(&self.after, out, nonce);
    }
}

/// Cuts text at its nonces.
fn cut(text: &str, markers: &Markers) -> Vec<Part> {
    let mut pieces = text.split(&markers.secret);
    let mut parts: Vec<Part> = pieces.next().map(|first| Part::Text(first.to_owned())).into_iter().collect();
    for piece in pieces {
        let rest = match Mark::strip(piece) {
            Some((Mark::Nonce, rest)) => {
                parts.push(Part::Nonce);
                rest
            }
            Some((Mark::NonceMeta, rest)) => {
                parts.push(Part::NonceMeta);
                rest
            }
            Some((Mark::Head | Mark::Body, rest)) => rest,
            None => piece,
        };
        parts.push(Part::Text(rest.to_owned()));
    }
    parts
}

fn write(parts: &[Part], out: &mut Vec<u8>, nonce: Option<&str>) {
    for part in parts {
        let (open, close) = match part {
            Part::Text(text) => {
                out.extend_from_slice(text.as_bytes());
                continue;
            }
            Part::Nonce => (" nonce=\"", "\""),
            Part::NonceMeta => ("<meta property=\"csp-nonce\" nonce=\"", "\">\n"),
        };
        if let Some(nonce) = nonce {
            for text in [open, nonce, close] {
                out.extend_from_slice(text.as_bytes());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Outcome = Result<Layout, LayoutError<()>>;

    fn written(layout: &Layout, nonce: Option<&str>) -> String {
        let mut out = Vec::new();
        layout.write_before(&mut out, nonce);
        out.extend_from_slice(b"[body]");
        layout.write_after(&mut out, nonce);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn nonces_appear_only_when_there_is_one() {
        let markers = Markers::new();
        let [nonce, meta, body] = [Mark::Nonce, Mark::NonceMeta, Mark::Body].map(|mark| markers.text(mark));
        let layout: Outcome =
            Layout::new(&format!("{meta}<a{nonce}></a>{body}<b{nonce}>"), &markers, || Ok(String::new()));
        let layout = layout.unwrap();
        assert_eq!(written(&layout, None), "<a></a>[body]<b>");
        assert_eq!(
            written(&layout, Some("n")),
            "<meta property=\"csp-nonce\" nonce=\"n\">\n<a nonce=\"n\"></a>[body]<b nonce=\"n\">"
        );
    }

    #[test]
    fn the_head_holds_the_tags_unless_they_were_placed_elsewhere() {
        let markers = Markers::new();
        let [head, nonce, body] = [Mark::Head, Mark::Nonce, Mark::Body].map(|mark| markers.text(mark));
        let tags = || Ok(format!("<t{nonce}>"));
        let layout: Outcome = Layout::new(&format!("{head}{body}"), &markers, tags);
        assert_eq!(written(&layout.unwrap(), None), "<t>[body]");
        let layout: Outcome = Layout::new(&format!("{head}<mine{nonce}>{body}"), &markers, tags);
        assert_eq!(written(&layout.unwrap(), None), "<mine>[body]");
    }

    #[test]
    fn a_body_is_needed_exactly_once() {
        let markers = Markers::new();
        let body = markers.text(Mark::Body);
        let new = |rendering: &str| -> Outcome { Layout::new(rendering, &markers, || Ok(String::new())) };
        assert_eq!(new("nothing").unwrap_err(), LayoutError::Bodies(0));
        assert_eq!(new(&format!("{body}{body}")).unwrap_err(), LayoutError::Bodies(2));
        let head = markers.text(Mark::Head);
        assert_eq!(new(&format!("{head}{head}{body}")).unwrap_err(), LayoutError::Heads(2));
    }

    #[test]
    fn two_apps_have_different_markers() {
        assert_ne!(Markers::new().text(Mark::Body), Markers::new().text(Mark::Body));
    }
}
