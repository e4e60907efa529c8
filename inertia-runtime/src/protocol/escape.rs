//! Makes serialized JSON safe inside a `<script>` element.

use memchr::{memchr_iter, memchr3_iter, memrchr3};

/// The length of an escape such as `\u003c`.
const ESCAPE_BYTES: usize = 6;

/// The first UTF-8 byte of U+2028 and U+2029. Dashes and curly quotes start with the same byte.
const SEPARATOR_LEAD_BYTE: u8 = 0xE2;

/// Escapes `<`, `>`, `&`, U+2028 and U+2029 in the JSON at `out[from..]` as `\uXXXX`.
///
/// These characters can only occur inside JSON strings, where the escape means the same character. Once escaped, the
/// text cannot close the script element (`</script`), open a comment in it (`<!--`) or end a line of JavaScript.
///
/// The buffer grows once, and the text between the escapes is moved from the end to the start.
pub(crate) fn escape_script(out: &mut Vec<u8>, from: usize) {
    let growth = out.get(from..).map_or(0, growth);
    if growth == 0 {
        return;
    }
    let mut read = out.len();
    out.resize(read + growth, 0);
    let mut write = out.len();
    let mut sign = out.get(from..read).and_then(last_sign);
    let mut separator = out.get(from..read).and_then(last_separator);
    // The gap between `read` and `write` shrinks with every escape. When it is closed, the text before it is already in place.
    while write > read {
        let Some(json) = out.get(from..read) else { break };
        // Only the match that is used is searched again, so each of the two searches reads every byte once.
        let (at, length) = match sign.max(separator) {
            Some(at) if sign == Some(at) => (at, 1),
            Some(at) => (at, 3),
            None => break,
        };
        let escape = escape(json.get(at..at + length).unwrap_or_default());
        let before = json.get(..at).unwrap_or_default();
        if length == 1 {
            sign = last_sign(before);
        } else {
            separator = last_separator(before);
        }
        let tail = from + at + length..read;
        write -= tail.len();
        out.copy_within(tail, write);
        write -= ESCAPE_BYTES;
        if let Some(place) = out.get_mut(write..write + ESCAPE_BYTES) {
            place.copy_from_slice(escape);
        }
        read = from + at;
    }
}

/// The number of bytes that the escapes add to `json`.
fn growth(json: &[u8]) -> usize {
    let signs = memchr3_iter(b'<', b'>', b'&', json).count();
    let separators = memchr_iter(SEPARATOR_LEAD_BYTE, json).filter(|at| is_separator(json, *at)).count();
    signs * (ESCAPE_BYTES - 1) + separators * (ESCAPE_BYTES - 3)
}

/// The position of the last `<`, `>` or `&`.
fn last_sign(json: &[u8]) -> Option<usize> {
    memrchr3(b'<', b'>', b'&', json)
}

/// The position of the last U+2028 or U+2029.
fn last_separator(json: &[u8]) -> Option<usize> {
    memchr_iter(SEPARATOR_LEAD_BYTE, json).rev().find(|at| is_separator(json, *at))
}

fn is_separator(json: &[u8], at: usize) -> bool {
    matches!(json.get(at..at + 3), Some([_, 0x80, 0xA8 | 0xA9]))
}

fn escape(found: &[u8]) -> &'static [u8; ESCAPE_BYTES] {
    match found {
        b"<" => br"\u003c",
        b">" => br"\u003e",
        b"&" => br"\u0026",
        [.., 0xA8] => br"\u2028",
        _ => br"\u2029",
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::escape_script;

    fn escaped(json: &str) -> String {
        let mut out = b"<before>&".to_vec();
        let from = out.len();
        out.extend_from_slice(json.as_bytes());
        escape_script(&mut out, from);
        let text = String::from_utf8(out).unwrap();
        text.strip_prefix("<before>&").unwrap().to_owned()
    }

    #[test]
    fn json_without_special_characters_is_unchanged() {
        let json = format!(r#"{{"name":"Æther — “café” ©","pad":"{}"}}"#, "x".repeat(200));
        assert_eq!(escaped(&json), json);
        assert_eq!(escaped(""), "");
    }

    #[test]
    fn text_cannot_close_the_script_element() {
        assert_eq!(escaped(r#""</script><!--""#), r#""\u003c/script\u003e\u003c!--""#);
        assert_eq!(escaped(r#""a&b""#), r#""a\u0026b""#);
    }

    #[test]
    fn line_separators_are_escaped_and_adjacent_code_points_are_not() {
        assert_eq!(escaped("\"\u{2027}\u{2028}\u{2029}\u{202a}\""), "\"\u{2027}\\u2028\\u2029\u{202a}\"");
    }

    #[test]
    fn matches_on_both_sides_of_a_chunk_boundary_are_found() {
        for length in 55..75 {
            let json = format!("\"{}\u{2028}<\"", "x".repeat(length));
            let expected = format!("\"{}\\u2028\\u003c\"", "x".repeat(length));
            assert_eq!(escaped(&json), expected);
        }
    }

    #[test]
    fn many_escapes_of_one_kind_are_written() {
        for (text, escape) in [("\u{2028}", "\\u2028"), ("<", "\\u003c")] {
            let json = format!("\"{}\"", text.repeat(200_000));
            assert_eq!(escaped(&json), format!("\"{}\"", escape.repeat(200_000)));
        }
    }

    #[test]
    fn a_start_beyond_the_end_changes_nothing() {
        let mut out = b"<".to_vec();
        escape_script(&mut out, 5);
        assert_eq!(out, b"<");
    }

    /// Strings with the five characters, adjacent code points, and long runs without special characters.
    fn text() -> impl Strategy<Value = String> {
        let part = prop_oneof!["[<>&/!-]{1,3}", "[\u{2026}-\u{202b}éÿ]{1,3}", "[a-z\"\\\\]{0,70}", ".{0,4}"];
        prop::collection::vec(part, 0..12).prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn the_escaped_json_has_the_same_value_and_no_forbidden_characters(
            entries in prop::collection::vec((text(), text()), 0..6),
        ) {
            let value: Value = entries.into_iter().map(|(key, text)| (key, Value::String(text))).collect();
            let escaped = escaped(&value.to_string());
            prop_assert_eq!(serde_json::from_str::<Value>(&escaped).unwrap(), value);
            let forbidden = ['<', '>', '&', '\u{2028}', '\u{2029}'];
            prop_assert!(!escaped.contains(forbidden));
        }
    }
}
