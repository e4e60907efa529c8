//! The start tags of HTML as a browser's tokenizer finds them, without those in comments, attributes, scripts or other raw
//! text.
//!
//! The crate `html5gum` implements the whole tokenizer and copies the text. This module needs few of its states and borrows.

/// Elements whose content is text up to their end tag.
const RAW_TEXT: [&str; 8] = ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"];

/// A start tag and the HTML after it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct StartTag<'a> {
    pub(super) name: &'a str,
    pub(super) attributes: Vec<Attribute<'a>>,
    /// The HTML after the name: the attributes, the end of the tag, and all that follows.
    pub(super) after_name: &'a str,
    /// The HTML after the tag, which begins with the element's content.
    pub(super) content: &'a str,
    /// The HTML after the tag, or after the whole element if its content is text.
    pub(super) after: &'a str,
}

/// An attribute as written: character references are not decoded.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Attribute<'a> {
    pub(super) name: &'a str,
    pub(super) value: &'a str,
    /// The HTML after the attribute's name.
    pub(super) after_name: &'a str,
    /// The HTML after the attribute's value.
    pub(super) after: &'a str,
}

impl StartTag<'_> {
    /// Whether the element has this name.
    pub(super) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// An attribute by its name; the first one, as in browsers, if there are several.
    pub(super) fn attribute(&self, name: &str) -> Option<&Attribute<'_>> {
        self.attributes.iter().find(|attribute| attribute.name.eq_ignore_ascii_case(name))
    }
}

/// The start tags of `html`, in order.
pub(super) fn start_tags(html: &str) -> StartTags<'_> {
    StartTags { rest: html, is_open: false }
}

/// Whether `html` ends inside a tag, a comment or the text of an element such as `<script>`. It would then swallow the HTML
/// after it.
#[cfg_attr(
    not(any(test, feature = "ssr")),
    allow(dead_code, reason = "pages that are rendered on a server need it")
)]
pub(crate) fn is_open(html: &str) -> bool {
    let mut tags = start_tags(html);
    tags.by_ref().for_each(drop);
    tags.is_open
}

/// An iterator over start tags.
#[derive(Debug)]
pub(super) struct StartTags<'a> {
    rest: &'a str,
    /// Whether the HTML ended inside a tag, a comment or raw text.
    #[cfg_attr(
        not(any(test, feature = "ssr")),
        allow(dead_code, reason = "pages that are rendered on a server need it")
    )]
    is_open: bool,
}

impl<'a> Iterator for StartTags<'a> {
    type Item = StartTag<'a>;

    fn next(&mut self) -> Option<StartTag<'a>> {
        loop {
            let markup = self.rest.split_once('<')?.1;
            let after = match markup.bytes().next()? {
                byte if byte.is_ascii_alphabetic() => {
                    if let Some(mut tag) = tag(markup) {
                        let after = after_element_text(&tag);
                        self.is_open = after.is_none();
                        tag.after = after.unwrap_or_default();
                        self.rest = tag.after;
                        return Some(tag);
                    }
                    None
                }
                b'/' => after_end_tag(markup),
                b'!' => markup.strip_prefix('!').and_then(after_declaration),
                b'?' => after_first(markup, ">"),
                _ => Some(markup),
            };
            self.is_open = after.is_none();
            self.rest = after.unwrap_or_default();
        }
    }
}

/// The HTML after a start tag, or after the whole element if its content is text. `None` if that text has no end.
fn after_element_text<'a>(tag: &StartTag<'a>) -> Option<&'a str> {
    match RAW_TEXT.into_iter().find(|name| tag.is(name)) {
        Some("script") => after_script_text(tag.content),
        Some(name) => after_raw_text(tag.content, name),
        // All of the remaining HTML is text.
        None if tag.is("plaintext") => None,
        None => Some(tag.content),
    }
}

/// The HTML after an end tag. `markup` begins with the slash.
fn after_end_tag(markup: &str) -> Option<&str> {
    let end = markup.strip_prefix('/')?;
    if end.starts_with(|first: char| first.is_ascii_alphabetic()) {
        tag(end).map(|tag| tag.content)
    } else {
        after_first(end, ">")
    }
}

/// Reads a tag. `markup` begins with its name. `None` if the tag has no end.
fn tag(markup: &str) -> Option<StartTag<'_>> {
    let (name, after_name) = markup.split_at(markup.find(ends_name)?);
    let mut attributes = Vec::new();
    let mut rest = after_name;
    loop {
        rest = rest.trim_start_matches(|character: char| is_space(character) || character == '/');
        if let Some(content) = rest.strip_prefix('>') {
            return Some(StartTag { name, attributes, after_name, content, after: content });
        }
        let attribute = attribute(rest)?;
        rest = attribute.after;
        attributes.push(attribute);
    }
}

fn attribute(markup: &str) -> Option<Attribute<'_>> {
    // As in browsers, an equals sign at the beginning is a part of the name.
    let first = markup.chars().next()?.len_utf8();
    let ends = |character: char| ends_name(character) || character == '=';
    let (name, after_name) = markup.split_at(first + markup.get(first..)?.find(ends)?);
    let Some(value) = after_name.trim_start_matches(is_space).strip_prefix('=') else {
        return Some(Attribute { name, value: "", after_name, after: after_name });
    };
    let value = value.trim_start_matches(is_space);
    let quoted = |quote: char| value.strip_prefix(quote).map(|value| value.split_once(quote));
    let (value, after) = match quoted('"').or_else(|| quoted('\'')) {
        Some(quoted) => quoted?,
        None => value.split_at(value.find(|character: char| is_space(character) || character == '>')?),
    };
    Some(Attribute { name, value, after_name, after })
}

/// The HTML after a comment or a doctype. `markup` begins after `<!`.
fn after_declaration(markup: &str) -> Option<&str> {
    let Some(comment) = markup.strip_prefix("--") else { return after_first(markup, ">") };
    if let Some(after) = comment.strip_prefix('>').or_else(|| comment.strip_prefix("->")) {
        return Some(after);
    }
    let mut rest = comment;
    while let Some(at) = rest.find("--") {
        let after = rest.get(at + 2..)?;
        if let Some(after) = after.strip_prefix('>').or_else(|| after.strip_prefix("!>")) {
            return Some(after);
        }
        // In `--->`, the comment ends with the last two hyphens.
        rest = rest.get(at + 1..)?;
    }
    None
}

/// The HTML after the end tag that closes raw text.
fn after_raw_text<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = text;
    while let Some((_, markup)) = rest.split_once("</") {
        if begins_with_name(markup, name) {
            return tag(markup).map(|tag| tag.content);
        }
        rest = markup;
    }
    None
}

/// The HTML after the end tag of a script. Unlike in other raw text, a `<script>` between `<!--` and `-->` must be closed first:
/// old pages put scripts into comments.
fn after_script_text(text: &str) -> Option<&str> {
    let mut rest = text;
    let (mut commented, mut nested) = (false, false);
    while let Some(at) = rest.find(['<', '-']) {
        let markup = rest.get(at..)?;
        let (open, close) = (markup.strip_prefix('<'), markup.strip_prefix("</"));
        if markup.starts_with("<!--") {
            commented = true;
        } else if commented && markup.starts_with("-->") {
            (commented, nested) = (false, false);
        } else if let Some(markup) = close.filter(|markup| begins_with_name(markup, "script")) {
            if !nested {
                return tag(markup).map(|tag| tag.content);
            }
            nested = false;
        } else if commented && open.is_some_and(|markup| begins_with_name(markup, "script")) {
            nested = true;
        }
        rest = markup.get(1..).unwrap_or_default();
    }
    None
}

/// Whether `markup` begins with the whole name of this element.
pub(super) fn begins_with_name(markup: &str, name: &str) -> bool {
    let start = markup.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
    start && markup.get(name.len()..).is_some_and(|after| after.starts_with(ends_name))
}

fn after_first<'a>(text: &'a str, end: &str) -> Option<&'a str> {
    text.split_once(end).map(|(_, after)| after)
}

fn ends_name(character: char) -> bool {
    is_space(character) || matches!(character, '/' | '>')
}

fn is_space(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\x0c' | '\r' | ' ')
}

#[cfg(test)]
mod tests {
    use super::{is_open, start_tags};

    fn names(html: &str) -> Vec<&str> {
        start_tags(html).map(|tag| tag.name).collect()
    }

    #[test]
    fn tags_are_found_between_text() {
        assert_eq!(names("a <b>b</b> 1 < 2 <i/>< p><DIV\n>"), ["b", "i", "DIV"]);
        assert_eq!(names(""), [""; 0]);
        assert_eq!(names("<"), [""; 0]);
        assert_eq!(names("<a href='x'"), [""; 0]);
    }

    #[test]
    fn comments_and_declarations_are_not_tags() {
        assert_eq!(names("<!-- <a> --><b>"), ["b"]);
        assert_eq!(names("<!--><b>"), ["b"]);
        assert_eq!(names("<!---><b>"), ["b"]);
        assert_eq!(names("<!-- <a> --!><b>"), ["b"]);
        assert_eq!(names("<!-- <a> -- > <b>"), [""; 0]);
        assert_eq!(names("<!doctype html><b>"), ["b"]);
        assert_eq!(names("<?xml <a> ?><b></ <c>><d>"), ["b", "d"]);
    }

    #[test]
    fn tags_in_attributes_are_ignored() {
        let html = r#"<a title="<b>" alt='"<c>' data-x=<d> e>text"#;
        assert_eq!(names(html), ["a"]);
        let tag = start_tags(html).next().unwrap();
        let attributes: Vec<_> = tag.attributes.iter().map(|it| (it.name, it.value)).collect();
        assert_eq!(attributes, [("title", "<b>"), ("alt", "\"<c>"), ("data-x", "<d")]);
        // The unquoted value ends at `>`, which ends the tag. The rest is text.
        assert_eq!(names("<a x=1/><b>"), ["a", "b"]);
        assert_eq!(names("</a title='<b>'><c>"), ["c"]);
    }

    #[test]
    fn attributes_are_read_as_browsers_read_them() {
        let tag = start_tags("<a one two = 2 three='3'four=\"4\" / =five==5 SIX=6>").next().unwrap();
        let attributes: Vec<_> = tag.attributes.iter().map(|it| (it.name, it.value)).collect();
        let expected =
            [("one", ""), ("two", "2"), ("three", "3"), ("four", "4"), ("=five", "=5"), ("SIX", "6")];
        assert_eq!(attributes, expected);
        assert_eq!(tag.attribute("six").unwrap().value, "6");
        assert!(tag.attribute("seven").is_none());
    }

    #[test]
    fn tags_in_raw_text_are_ignored() {
        for name in super::RAW_TEXT {
            assert_eq!(names(&format!("<{name}><a></{name}s><b></{name} ><c>")), [name, "c"]);
        }
        assert_eq!(names("<TITLE><a></title/><b>"), ["TITLE", "b"]);
        assert_eq!(names("<style><a>"), ["style"]);
        assert_eq!(names("<plaintext></plaintext><a>"), ["plaintext"]);
    }

    #[test]
    fn a_script_in_a_comment_of_a_script_must_end_first() {
        assert_eq!(names("<script><!-- <a></script><b>"), ["script", "b"]);
        assert_eq!(names("<script><!-- <script> </script> <a> </script><b>"), ["script", "b"]);
        assert_eq!(names("<script><!-- <script> --> </script><b>"), ["script", "b"]);
        assert_eq!(names("<script>1 <script> </script><b>"), ["script", "b"]);
        assert_eq!(names("<script>if (a<b) c-->d</script><b>"), ["script", "b"]);
    }

    #[test]
    fn html_that_would_swallow_the_html_after_it_is_open() {
        for whole in [
            "",
            "text",
            "1 <",
            "<title>A</title>",
            "<meta a=b>",
            "<!-- - --- a --->",
            "<!-->",
            "<script>'<!-- <script>'</script></script>",
            "<p>",
        ] {
            assert!(!is_open(whole), "{whole}");
        }
        for open in [
            "<title>A",
            "<title>A</title",
            "<meta a=b",
            "<meta a='b>",
            "<!-- a -- >",
            "<!doctype",
            "</a",
            "</",
            "<?a",
            "<script>'<!-- <script>'</script>",
            "<a></a><style>a {}",
            "<plaintext>a</plaintext>",
        ] {
            assert!(is_open(open), "{open}");
        }
    }

    #[test]
    fn any_text_is_read_without_a_panic() {
        let pieces = ["<", ">", "/", "!", "--", "script", "é", "=", "\"", "'", " ", "a", "?", "\u{1f600}"];
        for a in pieces {
            for b in pieces {
                for c in pieces {
                    for d in pieces {
                        start_tags(&[a, b, c, d].concat()).for_each(drop);
                        start_tags(&["<", a, b, c, d].concat()).for_each(drop);
                        start_tags(&["<script>", a, b, c, d].concat()).for_each(drop);
                    }
                }
            }
        }
    }
}
