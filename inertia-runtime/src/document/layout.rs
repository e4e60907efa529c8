//! A document cut at the places that depend on the request: the head, the body, and the nonce of every tag.
//!
//! Documents are rendered with markers at those places, so that one rendering serves every request, with or without a nonce.
//! A marker holds 128 random bits, so that visitors cannot forge one.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};

use crate::document::head::RenderedHead;
use crate::document::nonce;

/// A place in a rendering that is filled for each request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// The head of a page that a renderer has rendered.
    Head,
    /// The page object and the root element.
    Body,
    /// The nonce attribute of a tag, with the space before it.
    Nonce,
    /// The element from which Vite's client reads the nonce for the tags that it adds later.
    NonceMeta,
}

/// The markers of one document.
#[derive(Debug)]
pub(super) struct Markers {
    secret: String,
}

/// A rendering, cut into parts around the body.
#[derive(Debug)]
pub(super) struct Layout {
    before: Parts,
    after: Parts,
}

#[derive(Debug)]
struct Parts {
    parts: Vec<Part>,
    /// The whole text, for documents without a nonce and without the head of a rendered page, which are the most.
    plain: String,
}

#[derive(Debug)]
enum Part {
    Text(String),
    Head,
    Nonce,
    NonceMeta,
}

impl Markers {
    pub(super) fn new() -> Self {
        // The standard library has no other source of randomness. Each `RandomState` has its own secret keys.
        let number = || RandomState::new().build_hasher().finish();
        // Digits and a noncharacter are not changed by filters of a template such as `| upper`.
        Self { secret: format!("\u{fdd0}{:020}{:020}", number(), number()) }
    }

    /// The marker of `mark`.
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

    /// The mark at the start of `text`, and the text after it.
    fn strip(text: &str) -> Option<(Self, &str)> {
        Self::ALL.into_iter().find_map(|mark| Some((mark, text.strip_prefix(mark.digit())?)))
    }
}

impl Layout {
    /// Cuts the HTML before and after the body.
    pub(super) fn around_body(before: &str, after: &str, markers: &Markers) -> Self {
        Self { before: Parts::new(before, markers), after: Parts::new(after, markers) }
    }

    /// Whether there is a place for the head of a rendered page.
    #[cfg(feature = "ssr")]
    pub(super) fn has_head(&self) -> bool {
        self.before.parts.iter().any(|part| matches!(part, Part::Head))
    }

    /// Writes the HTML before the body. `nonce` must be escaped. `head` is the head of a rendered page.
    pub(super) fn write_before(&self, out: &mut Vec<u8>, nonce: Option<&str>, head: Option<&[String]>) {
        self.before.write(out, nonce, head);
    }

    /// Writes the HTML after the body.
    pub(super) fn write_after(&self, out: &mut Vec<u8>, nonce: Option<&str>) {
        self.after.write(out, nonce, None);
    }
}

impl Parts {
    fn new(text: &str, markers: &Markers) -> Self {
        let parts = cut(text, markers);
        let texts =
            parts.iter().filter_map(|part| if let Part::Text(text) = part { Some(&**text) } else { None });
        Self { plain: texts.collect(), parts }
    }

    fn write(&self, out: &mut Vec<u8>, nonce: Option<&str>, head: Option<&[String]>) {
        if nonce.is_none() && head.is_none() {
            return out.extend_from_slice(self.plain.as_bytes());
        }
        write(&self.parts, out, nonce, head);
    }
}

/// Cuts text at its markers.
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
            Some((Mark::Head, rest)) => {
                parts.push(Part::Head);
                rest
            }
            Some((Mark::Body, rest)) => rest,
            None => piece,
        };
        parts.push(Part::Text(rest.to_owned()));
    }
    parts
}

fn write(parts: &[Part], out: &mut Vec<u8>, nonce: Option<&str>, head: Option<&[String]>) {
    let mut rendered_head = head.map(RenderedHead::new);
    for part in parts {
        let (open, close) = match part {
            Part::Text(text) => {
                match &mut rendered_head {
                    Some(rendered_head) => rendered_head.write_rest(out, text),
                    None => out.extend_from_slice(text.as_bytes()),
                }
                continue;
            }
            Part::Head => {
                for element in head.unwrap_or_default() {
                    out.push(b'\n');
                    match nonce {
                        Some(nonce) => nonce::write_head(out, element, nonce),
                        None => out.extend_from_slice(element.as_bytes()),
                    }
                }
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

    fn written(layout: &Layout, nonce: Option<&str>) -> String {
        let mut out = Vec::new();
        layout.write_before(&mut out, nonce, None);
        out.extend_from_slice(b"[body]");
        layout.write_after(&mut out, nonce);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn nonces_appear_only_when_there_is_one() {
        let markers = Markers::new();
        let [nonce, meta] = [Mark::Nonce, Mark::NonceMeta].map(|mark| markers.text(mark));
        let layout = Layout::around_body(&format!("{meta}<a{nonce}></a>"), &format!("<b{nonce}>"), &markers);
        assert_eq!(written(&layout, None), "<a></a>[body]<b>");
        assert_eq!(
            written(&layout, Some("n")),
            "<meta property=\"csp-nonce\" nonce=\"n\">\n<a nonce=\"n\"></a>[body]<b nonce=\"n\">"
        );
    }

    #[test]
    fn two_documents_have_different_markers() {
        assert_ne!(Markers::new().text(Mark::Body), Markers::new().text(Mark::Body));
    }
}
