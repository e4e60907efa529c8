//! Steps over finished JSON, as `serde_json` writes it.

use std::borrow::Cow;

use super::path::Path;

/// Where the string that starts at `start` ends, its closing quote included.
pub(crate) fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// Where the value that starts at `start` ends.
pub(crate) fn value_end(bytes: &[u8], start: usize) -> usize {
    let (mut at, mut depth) = (start, 0_usize);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => {
                at = string_end(bytes, at);
                if depth == 0 {
                    return at;
                }
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth <= 1 => return if depth == 0 { at } else { at + 1 },
            b'}' | b']' => depth -= 1,
            b',' if depth == 0 => return at,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

/// The first place from `at` on that is no white space; raw values may have some.
pub(crate) fn skip_space(bytes: &[u8], mut at: usize) -> usize {
    while matches!(bytes.get(at), Some(b' ' | b'\n' | b'\r' | b'\t')) {
        at += 1;
    }
    at
}

/// The text of a JSON string, given with its quotes.
pub(crate) fn unescape(string: &[u8]) -> Cow<'_, str> {
    let inner = string.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\"")).unwrap_or_default();
    if inner.contains(&b'\\') {
        return Cow::Owned(serde_json::from_slice(string).unwrap_or_default());
    }
    String::from_utf8_lossy(inner)
}

/// Appends a string in quotes, escaped.
pub(crate) fn write_str(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    write_escaped(out, text);
    out.push(b'"');
}

/// Appends a list of strings.
pub(crate) fn write_strs<'s>(out: &mut Vec<u8>, strings: impl Iterator<Item = &'s str>) {
    out.push(b'[');
    for (place, string) in strings.enumerate() {
        if place > 0 {
            out.push(b',');
        }
        write_str(out, string);
    }
    out.push(b']');
}

/// Appends what stands between the quotes.
fn write_escaped(out: &mut Vec<u8>, text: &str) {
    if is_plain(text.as_bytes()) {
        return out.extend_from_slice(text.as_bytes());
    }
    let start = out.len();
    // Writing a string into memory cannot fail; if it could, the text would be left out, not the response broken.
    if serde_json::to_writer(&mut *out, text).is_err() {
        return out.truncate(start);
    }
    out.pop();
    out.remove(start);
}

/// Whether a text has nothing to escape: no quote, no backslash, no control character. Looks at eight bytes at a time.
fn is_plain(text: &[u8]) -> bool {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    /// The high bit of every byte that is below `limit`, if all bytes are below 0x80 or theirs does not count.
    const fn below(word: u64, limit: u8) -> u64 {
        word.wrapping_sub(ONES.wrapping_mul(limit as u64)) & !word & HIGH
    }
    let (words, rest) = text.as_chunks::<8>();
    let special = words.iter().fold(0, |special, word| {
        let word = u64::from_le_bytes(*word);
        // A byte that is the same as another becomes zero.
        let quote = below(word ^ (ONES * 0x22), 1);
        let backslash = below(word ^ (ONES * 0x5c), 1);
        special | quote | backslash | below(word, 0x20)
    });
    special == 0 && rest.iter().all(|byte| *byte >= 0x20 && *byte != b'"' && *byte != b'\\')
}

/// Appends a number.
pub(crate) fn write_u64(out: &mut Vec<u8>, number: u64) {
    let start = out.len();
    // Writing a number into memory cannot fail.
    if serde_json::to_writer(&mut *out, &number).is_err() {
        out.truncate(start);
    }
}

/// Appends a dotted path in quotes: this one, and what stands below it.
pub(crate) fn write_path(out: &mut Vec<u8>, path: &Path<'_>, below: &[&str]) {
    fn segments(out: &mut Vec<u8>, path: &Path<'_>) {
        if let Some(up) = path.up {
            segments(out, up);
            out.push(b'.');
        }
        write_escaped(out, path.name);
    }
    out.push(b'"');
    segments(out, path);
    for segment in below.iter().filter(|segment| !segment.is_empty()) {
        out.push(b'.');
        write_escaped(out, segment);
    }
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_end_where_they_end() {
        for (json, end) in [
            (r#""a\"b","#, 6),
            ("12.5e3,", 6),
            ("null}", 4),
            (r#"{"a":["]"],"b":{}}]"#, 18),
            ("[1,[2]],", 7),
            ("[", 1),
        ] {
            assert_eq!(value_end(json.as_bytes(), 0), end, "{json}");
        }
    }

    #[test]
    fn a_text_is_plain_when_json_writes_it_as_it_is() {
        for byte in 0..=0x7f_u8 {
            for place in 0..18 {
                let mut text = *b"/events?page=1&yes";
                text[place] = byte;
                let text = String::from_utf8(text.to_vec()).unwrap();
                let as_it_is = serde_json::to_string(&text).unwrap() == format!("\"{text}\"");
                assert_eq!(is_plain(text.as_bytes()), as_it_is, "{text:?}");
            }
        }
        for text in ["", "äöüß — “ŝ” 日本", "\u{80}\u{7ff}\u{ffff}\u{10ffff}"] {
            assert!(is_plain(text.as_bytes()), "{text:?}");
        }
    }

    #[test]
    fn strings_and_paths_are_escaped() {
        let mut out = Vec::new();
        write_str(&mut out, "a\"b\\c\n");
        let auth = Path { up: None, name: "au\"th" };
        write_path(&mut out, &Path { up: Some(&auth), name: "user" }, &["", "data", "id"]);
        assert_eq!(String::from_utf8(out).unwrap(), r#""a\"b\\c\n""au\"th.user.data.id""#);
    }
}
