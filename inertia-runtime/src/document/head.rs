//! Removes the head elements of a template that the head of a rendered page has, too.
//!
//! The client marks its head elements with `data-inertia`. If a template prints such an element as well, for example the title
//! that is shown until the client starts, the document would have it twice.

use crate::document::start_tag::{StartTag, start_tags};

/// The elements of a rendered head, and the state of writing the template.
#[derive(Debug)]
pub(super) struct RenderedHead<'a> {
    keys: Vec<&'a str>,
    title: bool,
    /// In the body, a `<title>` belongs to an SVG image and is kept.
    in_body: bool,
}

impl<'a> RenderedHead<'a> {
    /// The elements of a renderer's head. A string of the list may hold several elements.
    pub(super) fn new(head: &'a [String]) -> Self {
        let tags = || head.iter().flat_map(|elements| start_tags(elements));
        Self {
            keys: tags().filter_map(|tag| tag.attributes.into_iter().find(is_key)?.value.into()).collect(),
            title: tags().any(|tag| tag.is("title")),
            in_body: false,
        }
    }

    /// Appends the next piece of a template's HTML, without the elements that the rendered head has, too.
    pub(super) fn write_rest(&mut self, out: &mut Vec<u8>, html: &str) {
        let offset = |rest: &str| html.len().saturating_sub(rest.len());
        let mut copied = 0;
        for tag in start_tags(html) {
            self.in_body |= tag.is("body") || tag.is("svg");
            if self.in_body {
                break;
            }
            if self.has(&tag) {
                // The name and the bracket before it.
                let start = offset(tag.after_name).saturating_sub(tag.name.len() + 1);
                out.extend_from_slice(html.get(copied..start).unwrap_or_default().as_bytes());
                copied = offset(tag.after);
            }
        }
        out.extend_from_slice(html.get(copied..).unwrap_or_default().as_bytes());
    }

    fn has(&self, tag: &StartTag<'_>) -> bool {
        if tag.is("title") {
            return self.title;
        }
        let key = tag.attributes.iter().find(|attribute| is_key(attribute)).map(|key| key.value);
        key.is_some_and(|key| !key.is_empty() && self.keys.contains(&key))
    }
}

fn is_key(attribute: &crate::document::start_tag::Attribute<'_>) -> bool {
    attribute.name.eq_ignore_ascii_case("data-inertia")
}

#[cfg(test)]
mod tests {
    use super::RenderedHead;

    fn others(html: &str, head: &[&str]) -> String {
        let head: Vec<String> = head.iter().map(|&element| element.to_owned()).collect();
        let mut out = Vec::new();
        RenderedHead::new(&head).write_rest(&mut out, html);
        String::from_utf8(out).unwrap()
    }

    const TEMPLATE: &str = concat!(
        "<meta charset=\"utf-8\"><title data-inertia=\"title\">Doors</title>\n",
        "<meta name=\"description\" content=\"<b>\" data-inertia=\"description\"><meta data-inertia=\"\" name=\"other\">",
    );

    #[test]
    fn an_element_of_the_rendered_head_is_not_printed_twice() {
        assert_eq!(
            others(
                TEMPLATE,
                &["<title data-inertia=\"\">Feed</title>", "<meta data-inertia=\"description\">"]
            ),
            "<meta charset=\"utf-8\">\n<meta data-inertia=\"\" name=\"other\">"
        );
    }

    #[test]
    fn everything_else_stays() {
        assert_eq!(others(TEMPLATE, &[]), TEMPLATE);
        assert_eq!(
            others(TEMPLATE, &["<meta data-inertia=\"\">", "<meta data-inertia=\"image\">", "text"]),
            TEMPLATE
        );
    }

    #[test]
    fn a_head_may_be_one_string() {
        let head =
            "<!--ssr--><meta name=\"a\"><title data-inertia>Feed</title><meta data-inertia=\"description\">";
        assert_eq!(
            others(TEMPLATE, &[head]),
            "<meta charset=\"utf-8\">\n<meta data-inertia=\"\" name=\"other\">"
        );
    }

    #[test]
    fn the_title_of_an_svg_image_stays() {
        let head = ["<title data-inertia=\"\">Feed</title>".to_owned()];
        let mut rendered = RenderedHead::new(&head);
        let mut out = Vec::new();
        for piece in
            ["<title>Doors</title></head><body class=a><script", "></script><svg><title>Logo</title></svg>"]
        {
            rendered.write_rest(&mut out, piece);
        }
        let html = String::from_utf8(out).unwrap();
        assert_eq!(html, "</head><body class=a><script></script><svg><title>Logo</title></svg>");
    }

    #[test]
    fn a_rendered_title_replaces_the_title_without_a_key() {
        let html = "<title>Doors</title><p>";
        assert_eq!(others(html, &["<title data-inertia=\"\">Feed</title>"]), "<p>");
    }
}
