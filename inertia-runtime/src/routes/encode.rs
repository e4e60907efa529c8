//! Percent-encoding as the front end's `encodeURIComponent` does it, so that both sides make the same URLs.

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

const COMPONENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'!')
    .remove(b'~')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');

/// The client leaves the brackets of names in a query as they are.
const KEY: &AsciiSet = &COMPONENT.remove(b'[').remove(b']');

/// What browsers do not leave in a path as it is. What has been encoded stays.
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'\\');

/// Appends a value as one segment of a path, or as a value of a query.
pub(super) fn component(url: &mut String, text: &str) {
    url.extend(utf8_percent_encode(text, COMPONENT));
}

/// Appends a name in a query.
pub(super) fn key(url: &mut String, text: &str) {
    url.extend(utf8_percent_encode(text, KEY));
}

/// The text of a path as browsers send it.
pub(super) fn path(text: &str) -> String {
    utf8_percent_encode(text, PATH).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_segment_is_encoded() {
        let mut url = String::new();
        component(&mut url, "50% of AC/DC? #1 & more\u{e9}");
        assert_eq!(url, "50%25%20of%20AC%2FDC%3F%20%231%20%26%20more%C3%A9");
    }
}
