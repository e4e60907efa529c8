//! The page object in the HTML of a renderer.
//!
//! Some renderers do not escape it. `</script>` in a prop then ends the script, and after `<!--<script>` the browser treats the
//! rest of the document, with the root element, as a part of the script. A JSON parser reads both as parts of strings, so it
//! finds the real end of the page object.

use std::ops::Range;

use memchr::memchr_iter;
use serde::de::IgnoredAny;

use crate::document::{
    attribute,
    start_tag::{StartTag, begins_with_name, start_tags},
};

/// The position of the page object in a rendered body.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct PageScript {
    json: Range<usize>,
    /// Whether browsers end the script where the JSON ends.
    is_safe: bool,
}

/// Why a rendered body cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PageScriptError {
    /// The body has no script element for the page object.
    Missing,
    /// The content of the script element is not JSON.
    Malformed,
}

/// A rendered body, cut around the page object.
#[derive(Debug)]
pub(super) struct BodyParts<'a> {
    /// Ends with the script's start tag.
    pub(super) before: &'a str,
    pub(super) json: &'a str,
    /// Begins with the script's end tag.
    pub(super) after: &'a str,
}

impl PageScript {
    /// Finds the script element that the client reads the page object from.
    ///
    /// # Errors
    ///
    /// If there is no such element, or its content is not JSON.
    pub(crate) fn find(body: &str, root_id: &str) -> Result<Self, PageScriptError> {
        let tag = start_tags(body).find(|tag| holds_page(tag, root_id)).ok_or(PageScriptError::Missing)?;
        let mut values = serde_json::Deserializer::from_str(tag.content).into_iter::<IgnoredAny>();
        if !matches!(values.next(), Some(Ok(_))) {
            return Err(PageScriptError::Malformed);
        }
        let (json, rest) =
            tag.content.split_at_checked(values.byte_offset()).ok_or(PageScriptError::Malformed)?;
        let end = rest.trim_ascii_start();
        if !end.strip_prefix("</").is_some_and(|end| begins_with_name(end, "script")) {
            return Err(PageScriptError::Malformed);
        }
        // `content` is the rest of the body, so its length gives the offset.
        let start = body.len().saturating_sub(tag.content.len());
        Ok(Self { json: start..body.len().saturating_sub(end.len()), is_safe: is_safe(json) })
    }

    /// Whether browsers end the script where the JSON ends, so that it can be sent unchanged.
    pub(crate) fn is_safe(&self) -> bool {
        self.is_safe
    }

    /// Cuts the body that was passed to [`find`](Self::find).
    pub(super) fn cut<'a>(&self, body: &'a str) -> BodyParts<'a> {
        let part = |range: Range<usize>| body.get(range).unwrap_or_default();
        BodyParts {
            before: part(0..self.json.start),
            json: part(self.json.clone()),
            after: part(self.json.end..body.len()),
        }
    }
}

fn holds_page(tag: &StartTag<'_>, root_id: &str) -> bool {
    let value = |name| tag.attribute(name).map(|attribute| attribute.value);
    tag.is("script")
        && value("type") == Some("application/json")
        && value("data-page").is_some_and(|id| id == root_id || id == attribute::escape(root_id))
}

/// Whether the JSON has no text that browsers treat as markup inside a script element.
fn is_safe(json: &str) -> bool {
    memchr_iter(b'<', json.as_bytes()).all(|at| {
        let markup = json.get(at + 1..).unwrap_or_default();
        let begins = |with: &str| {
            markup
                .as_bytes()
                .get(..with.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(with.as_bytes()))
        };
        !["!--", "script", "/script"].into_iter().any(begins)
    })
}

#[cfg(test)]
mod tests {
    use super::{PageScript, PageScriptError};

    const TAG: &str = "<script data-page=\"app\" type=\"application/json\">";

    fn found(body: &str) -> (&str, bool) {
        let script = PageScript::find(body, "app").unwrap();
        (script.cut(body).json, script.is_safe())
    }

    #[test]
    fn an_escaped_page_object_is_safe() {
        for json in [r#"{"a":"\u003cscript>"}"#, r#"{"a":"<\/script> <b> < scripts <!- <"}"#, "{} \n"] {
            let body = format!("\n{TAG}{json}</script><div id=\"app\"><script>a</script></div>");
            assert_eq!(found(&body), (json, true));
        }
    }

    #[test]
    fn a_page_object_with_markup_is_unsafe_and_found_completely() {
        for text in
            ["<!--<script>", "<!--", "</script>", "}</SCRIPT ><script>evil()//", "<Script", "</script><b>"]
        {
            let json = format!(r#"{{"a":"{text}","b":[1]}}"#);
            let body = format!("{TAG}{json}</script><div id=\"app\"></div>");
            assert_eq!(found(&body), (&*json, false));
        }
    }

    #[test]
    fn the_script_is_the_one_that_the_client_reads() {
        let body = format!(
            "<div title='{TAG}1</script>'><!--{TAG}2</script>--><script data-page=app>3</script>\
             <script data-page=other type=application/json>4</script></div>\
             <SCRIPT type=application/json data-page=app>[5]</script>"
        );
        assert_eq!(found(&body), ("[5]", true));
        let quoted = "<script data-page=\"a&quot;b\" type=\"application/json\">{}</script>";
        assert!(PageScript::find(quoted, "a\"b").is_ok());
    }

    #[test]
    fn a_body_without_the_script_or_its_json_is_an_error() {
        for body in
            ["", "<div id=\"app\"></div>", "<script data-page=\"app\">{}</script>", "data-page=\"app\""]
        {
            assert_eq!(PageScript::find(body, "app"), Err(PageScriptError::Missing), "{body}");
        }
        for content in
            ["", "</script>", "{</script>", "{}", "{} {}</script>", "{}</scripts>", "undefined</script>"]
        {
            let body = format!("{TAG}{content}");
            assert_eq!(PageScript::find(&body, "app"), Err(PageScriptError::Malformed), "{body}");
        }
    }
}
