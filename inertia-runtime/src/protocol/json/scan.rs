//! Scans serialized JSON.

use std::borrow::Cow;

/// The end of the string that starts at `start`, after its closing quote.
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

/// The end of the value that starts at `start`.
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

/// The first position from `at` on that is not white space. Only raw values contain white space between tokens.
pub(crate) fn skip_space(bytes: &[u8], mut at: usize) -> usize {
    while matches!(bytes.get(at), Some(b' ' | b'\n' | b'\r' | b'\t')) {
        at += 1;
    }
    at
}

/// The unescaped text of a JSON string, which includes its quotes.
pub(crate) fn unescape(string: &[u8]) -> Cow<'_, str> {
    let inner = string.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\"")).unwrap_or_default();
    if inner.contains(&b'\\') {
        return Cow::Owned(serde_json::from_slice(string).unwrap_or_default());
    }
    String::from_utf8_lossy(inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_value_is_found() {
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
}
