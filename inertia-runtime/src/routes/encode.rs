//! Percent-encoding as the front end's `encodeURIComponent` does it, so that both sides make the same URLs.

/// Appends a value as one segment of a path, or as a value of a query.
pub(super) fn component(url: &mut String, text: &str) {
    encode(url, text, b"-_.!~*'()");
}

/// Appends a name in a query. The client leaves brackets as they are.
pub(super) fn key(url: &mut String, text: &str) {
    encode(url, text, b"-_.!~*'()[]");
}

/// The text of a path, whose slashes stay.
pub(super) fn path(text: &str) -> String {
    let mut url = String::with_capacity(text.len());
    encode(&mut url, text, b"-_.!~*'()/:@$&+,;=");
    url
}

fn encode(url: &mut String, text: &str, plain: &[u8]) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let hex = |nibble: u8| HEX.get(usize::from(nibble)).map_or('0', |digit| char::from(*digit));
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || plain.contains(&byte) {
            url.push(char::from(byte));
        } else {
            url.extend(['%', hex(byte >> 4), hex(byte & 15)]);
        }
    }
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
