//! The CSP nonce for the tags of a page that was rendered elsewhere.
//!
//! A nonce says that the server meant a tag to be there. What a renderer prints into the head it was asked to print, so all
//! of that gets one; of the body only the page object does, because the rest may hold what a visitor has written.

use super::start_tag::{StartTag, start_tags};

/// The relations for which browsers load a script or a style.
const LOADING: [&str; 3] = ["stylesheet", "preload", "modulepreload"];

/// Appends a head's tags, with the nonce on everything that is or loads a script or a style and has none of its own. The
/// nonce is escaped already.
pub(super) fn write_head(out: &mut Vec<u8>, html: &str, nonce: &str) {
    write(out, html, nonce, start_tags(html).filter(needs_nonce));
}

/// Appends the body of a page, with the nonce on the script element that holds the page object. The nonce is escaped
/// already.
pub(super) fn write_body(out: &mut Vec<u8>, html: &str, nonce: &str) {
    let page = start_tags(html).find(|tag| tag.is("script"));
    write(out, html, nonce, page.into_iter().filter(|tag| tag.attribute("data-page").is_some()));
}

fn needs_nonce(tag: &StartTag<'_>) -> bool {
    if tag.is("link") {
        let relations = tag.attribute("rel").map_or("", |rel| rel.value);
        let loads = |relation: &str| LOADING.iter().any(|known| relation.eq_ignore_ascii_case(known));
        return relations.split_ascii_whitespace().any(loads);
    }
    tag.is("script") || tag.is("style")
}

fn write<'a>(out: &mut Vec<u8>, html: &'a str, nonce: &str, tags: impl Iterator<Item = StartTag<'a>>) {
    // The tags and attributes end in what follows them, so its length says where they are.
    let offset = |rest: &str| html.len().saturating_sub(rest.len());
    let mut copied = 0;
    for tag in tags {
        let (from, to, equals) = match tag.attribute("nonce") {
            None => (tag.after_name, tag.after_name, " nonce=\""),
            Some(empty) if empty.value.is_empty() => (empty.after_name, empty.after, "=\""),
            // The renderer knew it. With a second attribute of this name, browsers would take neither.
            Some(_) => continue,
        };
        for piece in [html.get(copied..offset(from)).unwrap_or_default(), equals, nonce, "\""] {
            out.extend_from_slice(piece.as_bytes());
        }
        copied = offset(to);
    }
    out.extend_from_slice(html.get(copied..).unwrap_or_default().as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(html: &str) -> String {
        let mut out = Vec::new();
        write_head(&mut out, html, "n1");
        String::from_utf8(out).unwrap()
    }

    fn body(html: &str) -> String {
        let mut out = Vec::new();
        write_body(&mut out, html, "n1");
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn scripts_and_styles_of_a_head_get_the_nonce() {
        assert_eq!(
            head(
                "<title data-inertia=\"title\">A</title>\n<script>a()</script><STYLE media=print>b {}</STYLE>"
            ),
            "<title data-inertia=\"title\">A</title>\n<script nonce=\"n1\">a()</script><STYLE nonce=\"n1\" media=print>b {}</STYLE>"
        );
    }

    #[test]
    fn links_get_it_when_they_load_scripts_or_styles() {
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
    fn text_attributes_and_scripts_stay_as_they_are() {
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
    fn a_nonce_that_is_there_stays_and_an_empty_one_is_filled() {
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
    fn of_a_body_only_the_page_object_gets_it() {
        let rest = "{\"a\":\"\\u003cscript>\"}</script><div id=\"app\"><script>evil()</script><style>p {}</style>\
                    <script data-page=\"app\">evil()</script></div>";
        assert_eq!(
            body(&format!("\n<script data-page=\"app\" type=\"application/json\">{rest}")),
            format!("\n<script nonce=\"n1\" data-page=\"app\" type=\"application/json\">{rest}")
        );
        let html = "<div id=app><script>evil()</script><script data-page=app>evil()</script></div>";
        assert_eq!(body(html), html);
    }

    #[test]
    fn letters_of_any_length_stay_whole() {
        assert_eq!(head("é<script é=ü>ß</script>ſ"), "é<script nonce=\"n1\" é=ü>ß</script>ſ");
    }
}
