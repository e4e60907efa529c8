//! The CSP nonce for the tags of a rendered page.
//!
//! A nonce certifies that the server intended a tag. Each string of a renderer's head comes from one element of a component,
//! so its first tag gets the nonce. Further tags may come from a visitor: the client's `<Head>` does not escape the text of
//! its children, and `</script><script>` in a visitor's name turns one script into two. For the same reason, the script of the
//! page object is the only tag of the body that gets it.

use crate::document::start_tag::{StartTag, start_tags};

/// The values of `rel` with which browsers load a script or a style.
const LOADING_RELATIONS: [&str; 3] = ["stylesheet", "preload", "modulepreload"];

/// The other values of `type` that need the nonce, because `script-src` of the policy covers them.
const SCRIPT_TYPES: [&str; 3] = ["module", "importmap", "speculationrules"];

/// The media types of JavaScript, as the MIME Sniffing standard lists them.
const JAVASCRIPT_TYPES: [&str; 16] = [
    "application/ecmascript",
    "application/javascript",
    "application/x-ecmascript",
    "application/x-javascript",
    "text/ecmascript",
    "text/javascript",
    "text/javascript1.0",
    "text/javascript1.1",
    "text/javascript1.2",
    "text/javascript1.3",
    "text/javascript1.4",
    "text/javascript1.5",
    "text/jscript",
    "text/livescript",
    "text/x-ecmascript",
    "text/x-javascript",
];

/// Appends an element of a head. Its first tag gets the nonce if it is or loads a script or a style and has no nonce yet.
/// `nonce` must be escaped.
pub(super) fn write_head(out: &mut Vec<u8>, html: &str, nonce: &str) {
    write(out, html, nonce, start_tags(html).next().filter(needs_nonce));
}

/// Appends HTML that ends with the start tag of the page object's script, and adds the nonce to that tag. `nonce` must be escaped.
pub(super) fn write_page_script(out: &mut Vec<u8>, html: &str, nonce: &str) {
    write(out, html, nonce, start_tags(html).last());
}

fn needs_nonce(tag: &StartTag<'_>) -> bool {
    if tag.is("link") {
        let relations = tag.attribute("rel").map_or("", |rel| rel.value);
        let loads =
            |relation: &str| LOADING_RELATIONS.iter().any(|known| relation.eq_ignore_ascii_case(known));
        return relations.split_ascii_whitespace().any(loads);
    }
    tag.is("style") || (tag.is("script") && is_executable(tag))
}

/// Whether browsers execute or apply the content of a script, by the rules of the HTML standard. With any other type it is a
/// data block, such as JSON-LD.
fn is_executable(script: &StartTag<'_>) -> bool {
    let value = |name| script.attribute(name).map(|attribute| attribute.value);
    match (value("type"), value("language")) {
        (None | Some(""), None | Some("")) => true,
        (None | Some(""), Some(language)) => is_javascript(&format!("text/{language}")),
        (Some(kind), _) => {
            let kind = kind.trim_ascii();
            is_javascript(kind) || SCRIPT_TYPES.iter().any(|known| kind.eq_ignore_ascii_case(known))
        }
    }
}

fn is_javascript(kind: &str) -> bool {
    JAVASCRIPT_TYPES.iter().any(|known| kind.eq_ignore_ascii_case(known))
}

fn write<'a>(out: &mut Vec<u8>, html: &'a str, nonce: &str, tag: Option<StartTag<'a>>) {
    // `after_name` and `after` are the rest of the HTML, so their length gives the offset.
    let offset = |rest: &str| html.len().saturating_sub(rest.len());
    let places = tag.and_then(|tag| match tag.attribute("nonce") {
        None => Some((offset(tag.after_name), offset(tag.after_name), " nonce=\"")),
        Some(empty) if empty.value.is_empty() => Some((offset(empty.after_name), offset(empty.after), "=\"")),
        // The renderer has set a nonce. Browsers ignore a second attribute of the same name.
        Some(_) => None,
    });
    let Some((from, to, equals)) = places else { return out.extend_from_slice(html.as_bytes()) };
    let [before, after] = [html.get(..from), html.get(to..)].map(Option::unwrap_or_default);
    for piece in [before, equals, nonce, "\"", after] {
        out.extend_from_slice(piece.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(html: &str) -> String {
        let mut out = Vec::new();
        write_head(&mut out, html, "n1");
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn scripts_and_styles_get_the_nonce() {
        assert_eq!(head("<script>a()</script>"), "<script nonce=\"n1\">a()</script>");
        assert_eq!(head("<STYLE media=print>b {}</STYLE>"), "<STYLE nonce=\"n1\" media=print>b {}</STYLE>");
        assert_eq!(head("<!--ssr--> <script>"), "<!--ssr--> <script nonce=\"n1\">");
    }

    #[test]
    fn only_the_first_tag_of_an_element_gets_the_nonce() {
        assert_eq!(
            head("<script>name = \"</script><script>evil()</script>\"</script>"),
            "<script nonce=\"n1\">name = \"</script><script>evil()</script>\"</script>"
        );
        for html in [
            "<title>A</title><script>evil()</script>",
            "<meta content=a><style>p {}</style>",
            "<script type=\"application/ld+json\">{\"name\":\"</script><script>evil()</script>\"}</script>",
        ] {
            assert_eq!(head(html), html);
        }
    }

    #[test]
    fn scripts_get_the_nonce_if_browsers_execute_them() {
        for attributes in [
            "src=a",
            "type",
            "type=\"\"",
            "type=module",
            "type=\" Text/JavaScript \"",
            "type='application/x-javascript'",
            "type=importmap",
            "type=speculationrules",
            "language=JavaScript",
            "language",
            "type=module language=vbscript",
        ] {
            let html = format!("<script {attributes}>");
            assert_eq!(head(&html), format!("<script nonce=\"n1\" {attributes}>"));
        }
        for attributes in [
            "type=\"application/ld+json\"",
            "type='application/json'",
            "type=text/template",
            "type=\" \"",
            "type=\"text/javascript; charset=utf-8\"",
            "language=json",
        ] {
            let html = format!("<script {attributes}>");
            assert_eq!(head(&html), html);
        }
    }

    #[test]
    fn links_get_the_nonce_if_they_load_scripts_or_styles() {
        for rel in ["stylesheet", "modulepreload", "PRELOAD", "alternate stylesheet"] {
            let html = format!("<link rel=\"{rel}\" href=\"/a\">");
            assert_eq!(head(&html), format!("<link nonce=\"n1\" rel=\"{rel}\" href=\"/a\">"));
        }
        // The client compares such tags with its own, which have no nonce.
        for html in ["<link rel=canonical href=/a>", "<link rel=\"icon\">", "<link>", "<meta name=script>"] {
            assert_eq!(head(html), html);
        }
    }

    #[test]
    fn text_attributes_and_the_content_of_scripts_are_not_changed() {
        for html in [
            "<title>How to <script></title>",
            "<meta content=\"<script>\">",
            "<!-- <style> -->",
            "1 < 2 <scripts> <styled>",
            "<link rel=stylesheet",
            "",
        ] {
            assert_eq!(head(html), html);
        }
        let script = "<script nonce=\"n1\">document.write('<style><link rel=stylesheet>')</script>";
        assert_eq!(head(&script.replace(" nonce=\"n1\"", "")), script);
    }

    #[test]
    fn an_existing_nonce_is_kept_and_an_empty_one_is_filled() {
        for html in
            ["<script nonce=\"other\" src=a></script>", "<style NONCE=x>", "<script src=a nonce='y'/>"]
        {
            assert_eq!(head(html), html);
        }
        for empty in ["nonce", "nonce=\"\"", "nonce=''", "nonce = \"\""] {
            assert_eq!(head(&format!("<script {empty} src=a>")), "<script nonce=\"n1\" src=a>");
        }
        assert_eq!(
            head("<script data-nonce=x title='nonce=y'>"),
            "<script nonce=\"n1\" data-nonce=x title='nonce=y'>"
        );
    }

    #[test]
    fn multibyte_characters_are_not_cut() {
        assert_eq!(head("é<script é=ü>ß</script>ſ"), "é<script nonce=\"n1\" é=ü>ß</script>ſ");
    }
}
