//! Percent-encoding like JavaScript's `encodeURIComponent`, so that the server and the front end build the same URLs.

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

/// The client does not encode the brackets of names in a query.
const KEY: &AsciiSet = &COMPONENT.remove(b'[').remove(b']');

/// The characters that browsers encode in a path. `%` is not one of them, so that encoded text is unchanged.
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

/// Appends a value as one path segment, or as a query value.
pub(super) fn component(url: &mut String, text: &str) {
    url.extend(utf8_percent_encode(text, COMPONENT));
}

/// Whether browsers send this path unchanged.
pub(super) fn is_normalized(text: &str) -> bool {
    path(text) == text && !text.split('/').any(|segment| dot_segment(segment).is_some())
}

/// For a dot segment, which browsers resolve before they send a request: the number of previous segments that it removes.
/// That is 0 for `.` and 1 for `..`.
pub(super) fn dot_segment(segment: &str) -> Option<usize> {
    match &*segment.to_ascii_lowercase().replace("%2e", ".") {
        "." => Some(0),
        ".." => Some(1),
        _ => None,
    }
}

/// The path after resolving its dot segments.
pub(super) fn remove_dot_segments(path: &str) -> String {
    let (mut segments, mut ends_in_dots) = (Vec::new(), false);
    for segment in path.trim_start_matches('/').split('/') {
        let removed = dot_segment(segment);
        ends_in_dots = removed.is_some();
        match removed {
            None => segments.push(segment),
            Some(removed) => segments.truncate(segments.len().saturating_sub(removed)),
        }
    }
    if ends_in_dots {
        segments.push("");
    }
    format!("/{}", segments.join("/"))
}

/// Appends the name of a query parameter.
pub(super) fn key(url: &mut String, text: &str) {
    url.extend(utf8_percent_encode(text, KEY));
}

/// The path as browsers send it.
pub(super) fn path(text: &str) -> String {
    utf8_percent_encode(text, PATH).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_would_end_a_segment_are_encoded() {
        let mut url = String::new();
        component(&mut url, "50% of AC/DC? #1 & more\u{e9}");
        assert_eq!(url, "50%25%20of%20AC%2FDC%3F%20%231%20%26%20more%C3%A9");
    }
}
