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

/// Whether a path is one that browsers leave as it is.
pub(super) fn is_as_sent(text: &str) -> bool {
    path(text) == text && !text.split('/').any(|segment| step(segment).is_some())
}

/// How many segments a segment of dots takes back, which browsers do before they ask: none, or the one before it.
pub(super) fn step(segment: &str) -> Option<usize> {
    match &*segment.to_ascii_lowercase().replace("%2e", ".") {
        "." => Some(0),
        ".." => Some(1),
        _ => None,
    }
}

/// A path after such steps.
pub(super) fn without_steps(path: &str) -> String {
    let (mut left, mut ends_in_step) = (Vec::new(), false);
    for segment in path.trim_start_matches('/').split('/') {
        let step = step(segment);
        ends_in_step = step.is_some();
        match step {
            None => left.push(segment),
            Some(back) => left.truncate(left.len().saturating_sub(back)),
        }
    }
    if ends_in_step {
        left.push("");
    }
    format!("/{}", left.join("/"))
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
