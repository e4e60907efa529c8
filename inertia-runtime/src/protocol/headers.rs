//! The names of response headers, and functions to read header values.

use std::borrow::Cow;

use http::{HeaderMap, HeaderName, HeaderValue, header};

pub(crate) const INERTIA: HeaderName = HeaderName::from_static("x-inertia");
pub(crate) const VERSION: HeaderName = HeaderName::from_static("x-inertia-version");
pub(crate) const LOCATION: HeaderName = HeaderName::from_static("x-inertia-location");
pub(crate) const REDIRECT: HeaderName = HeaderName::from_static("x-inertia-redirect");
pub(crate) const PRECOGNITION: HeaderName = HeaderName::from_static("precognition");

/// The headers that describe a body. They are removed when a response gets another one.
const CONTENT_HEADERS: [HeaderName; 7] = [
    header::CONTENT_TYPE,
    header::CONTENT_LENGTH,
    header::CONTENT_ENCODING,
    header::CONTENT_LANGUAGE,
    header::CONTENT_LOCATION,
    header::CONTENT_RANGE,
    header::TRANSFER_ENCODING,
];

/// Removes the headers that describe a body.
pub(crate) fn drop_content(headers: &mut HeaderMap) {
    for name in CONTENT_HEADERS {
        headers.remove(name);
    }
}

/// The text of a header value. Bytes that are not UTF-8 are read as Latin-1, because browsers send header values as Latin-1.
pub(crate) fn text(value: &HeaderValue) -> Cow<'_, str> {
    match std::str::from_utf8(value.as_bytes()) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(value.as_bytes().iter().copied().map(char::from).collect()),
    }
}

/// Whether a client can send this text in a header unchanged: printable ASCII without leading or trailing spaces.
pub(crate) fn can_carry(text: &str) -> bool {
    let printable = text.bytes().all(|byte| (0x20..0x7f).contains(&byte));
    printable && !text.is_empty() && text.trim() == text
}

/// The entries of a list header: split at commas and trimmed, without empty entries, but with duplicates.
pub(crate) fn entries(list: &str) -> impl Iterator<Item = &str> {
    let mut rest = list;
    std::iter::from_fn(move || {
        while !rest.is_empty() {
            let end = rest.bytes().position(|byte| byte == b',').unwrap_or(rest.len());
            let (entry, after) = rest.split_at_checked(end)?;
            rest = after.get(1..).unwrap_or_default();
            let entry = trimmed(entry);
            if !entry.is_empty() {
                return Some(entry);
            }
        }
        None
    })
}

/// The entry without surrounding white space. Clients send none, and checking the first and last byte is faster than `trim`.
fn trimmed(entry: &str) -> &str {
    match entry.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => entry,
        _ => entry.trim(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(value: &[u8]) -> Vec<String> {
        entries(&text(&HeaderValue::from_bytes(value).unwrap())).map(str::to_owned).collect()
    }

    #[test]
    fn lists_are_split_and_trimmed_and_empty_entries_are_removed() {
        assert_eq!(read(b" a , b.c,,a, "), ["a", "b.c", "a"]);
        assert!(read(b" , ,").is_empty());
    }

    #[test]
    fn bytes_that_are_not_utf8_are_read_as_latin1() {
        assert_eq!(read(b"caf\xe9,x"), ["caf\u{e9}", "x"]);
        assert_eq!(read("café".as_bytes()), ["café"]);
    }
}
