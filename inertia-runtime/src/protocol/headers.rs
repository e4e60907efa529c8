//! The headers that answers carry, and how header values are read.

use std::borrow::Cow;

use http::{HeaderName, HeaderValue};

pub(crate) const INERTIA: HeaderName = HeaderName::from_static("x-inertia");
pub(crate) const VERSION: HeaderName = HeaderName::from_static("x-inertia-version");
pub(crate) const LOCATION: HeaderName = HeaderName::from_static("x-inertia-location");
pub(crate) const REDIRECT: HeaderName = HeaderName::from_static("x-inertia-redirect");
pub(crate) const PRECOGNITION: HeaderName = HeaderName::from_static("precognition");

/// A header's text. Browsers send header values as Latin-1, so that is what bytes that are not UTF-8 are.
pub(crate) fn text(value: &HeaderValue) -> Cow<'_, str> {
    match std::str::from_utf8(value.as_bytes()) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(value.as_bytes().iter().copied().map(char::from).collect()),
    }
}

/// Whether a client can send this text in a header as it is: printable ASCII without outer spaces.
pub(crate) fn can_carry(text: &str) -> bool {
    let printable = text.bytes().all(|byte| (0x20..0x7f).contains(&byte));
    printable && !text.is_empty() && text.trim() == text
}

/// The entries of a list header: split at commas, trimmed, empty ones dropped, repeats kept.
pub(crate) fn list(value: &HeaderValue) -> Vec<Cow<'_, str>> {
    match text(value) {
        Cow::Borrowed(text) => entries(text).map(Cow::Borrowed).collect(),
        Cow::Owned(text) => entries(&text).map(|entry| Cow::Owned(entry.to_owned())).collect(),
    }
}

fn entries(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').map(str::trim).filter(|entry| !entry.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(value: &[u8]) -> Vec<String> {
        list(&HeaderValue::from_bytes(value).unwrap()).into_iter().map(Cow::into_owned).collect()
    }

    #[test]
    fn lists_are_split_trimmed_and_lose_their_empty_entries() {
        assert_eq!(read(b" a , b.c,,a, "), ["a", "b.c", "a"]);
        assert!(read(b" , ,").is_empty());
    }

    #[test]
    fn bytes_that_are_not_utf8_are_read_as_latin1() {
        assert_eq!(read(b"caf\xe9,x"), ["caf\u{e9}", "x"]);
        assert_eq!(read("café".as_bytes()), ["café"]);
    }
}
