//! Writes strings, lists of strings, dotted paths and numbers.

use crate::protocol::path::Path;

/// Appends a string in quotes, escaped.
pub(crate) fn write_str(out: &mut Vec<u8>, text: &str) {
    out.reserve(text.len() + 2);
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

/// Appends a string without its quotes, escaped.
#[inline]
pub(super) fn write_escaped(out: &mut Vec<u8>, text: &str) {
    if is_plain(text.as_bytes()) {
        out.extend_from_slice(text.as_bytes());
    } else {
        write_with_escapes(out, text.as_bytes());
    }
}

#[inline(never)]
fn write_with_escapes(out: &mut Vec<u8>, text: &[u8]) {
    let mut rest = text;
    while let Some(at) = first_special(rest) {
        let (plain, special) = rest.split_at(at);
        out.extend_from_slice(plain);
        let Some((byte, after)) = special.split_first() else { break };
        escape(out, *byte);
        rest = after;
    }
    out.extend_from_slice(rest);
}

/// Appends the escape of a quote, a backslash or a control character.
fn escape(out: &mut Vec<u8>, byte: u8) {
    const fn digit(nibble: u8) -> u8 {
        nibble + if nibble < 10 { b'0' } else { b'a' - 10 }
    }
    let short = match byte {
        b'"' | b'\\' => byte,
        0x08 => b'b',
        b'\t' => b't',
        b'\n' => b'n',
        0x0c => b'f',
        b'\r' => b'r',
        _ => {
            return out.extend_from_slice(&[b'\\', b'u', b'0', b'0', digit(byte >> 4), digit(byte & 0xf)]);
        }
    };
    out.extend_from_slice(&[b'\\', short]);
}

/// Whether a string contains nothing to escape, as most strings do. Reads eight bytes at a time. The last chunk may overlap the
/// one before it.
#[inline]
fn is_plain(text: &[u8]) -> bool {
    if let Some(last) = text.last_chunk() {
        let (words, _) = text.as_chunks();
        let last = special(u64::from_le_bytes(*last));
        return words.iter().fold(last, |found, word| found | special(u64::from_le_bytes(*word))) == 0;
    }
    if let (Some(first), Some(last)) = (text.first_chunk(), text.last_chunk()) {
        let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
        return special(u64::from(first) << 32 | u64::from(last)) == 0;
    }
    !text.iter().any(|byte| is_special(*byte))
}

/// The position of the first byte that must be escaped.
fn first_special(text: &[u8]) -> Option<usize> {
    let (words, rest) = text.as_chunks();
    for (place, word) in words.iter().enumerate() {
        let special = special(u64::from_le_bytes(*word));
        if special != 0 {
            return Some(place * 8 + special.trailing_zeros() as usize / 8);
        }
    }
    rest.iter().position(|byte| is_special(*byte)).map(|at| words.len() * 8 + at)
}

const fn is_special(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

/// Sets the high bit of the first byte that [`is_special`], and possibly bits of later bytes. Returns zero if there is no such byte.
#[inline]
const fn special(word: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    // XOR turns a byte that is equal to the searched one into zero. The subtraction sets the high bit of a byte that is too small,
    // if the bit was not set before. A borrow changes only later bytes.
    let quote = (word ^ (ONES * b'"' as u64)).wrapping_sub(ONES);
    let backslash = (word ^ (ONES * b'\\' as u64)).wrapping_sub(ONES);
    let control = word.wrapping_sub(ONES * 0x20);
    (quote | backslash | control) & !word & HIGH
}

/// Appends a number.
pub(crate) fn write_u64(out: &mut Vec<u8>, number: u64) {
    let start = out.len();
    // Writing a number into memory cannot fail.
    if serde_json::to_writer(&mut *out, &number).is_err() {
        out.truncate(start);
    }
}

/// Appends a dotted path in quotes: `path`, followed by the non-empty segments of `below`.
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

    fn assert_equals_serde_json(text: &str) {
        let mut out = Vec::new();
        write_str(&mut out, text);
        assert_eq!(String::from_utf8(out).unwrap(), serde_json::to_string(text).unwrap());
    }

    #[test]
    fn every_ascii_byte_is_escaped_like_serde_json_at_every_position() {
        for byte in 0..=0x7f_u8 {
            for length in 0..=18 {
                for place in 0..length {
                    let mut text = *b"/events?page=1&yes";
                    text[place] = byte;
                    assert_equals_serde_json(str::from_utf8(&text[..length]).unwrap());
                    text[place / 2] = byte;
                    assert_equals_serde_json(str::from_utf8(&text[..length]).unwrap());
                }
            }
        }
    }

    #[test]
    fn text_that_is_not_ascii_is_unchanged() {
        let long = "\u{80}\u{7ff}\u{800}\u{ffff}\u{10000}\u{10ffff}ä\"ö\u{1}ü\\ß 日本";
        for (end, _) in long.char_indices() {
            for (start, _) in long[..end].char_indices() {
                assert_equals_serde_json(&long[start..end]);
            }
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
