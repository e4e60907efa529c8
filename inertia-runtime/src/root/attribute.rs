//! Text for a double-quoted HTML attribute.

use std::borrow::Cow;

/// Escapes what could end an attribute or start a character reference in it.
pub(crate) fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '"', '\'', '<', '>']) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            other => escaped.push(other),
        }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn what_ends_an_attribute_is_escaped() {
        assert_eq!(escape(r#"a" onload='x' <b>&amp;"#), "a&quot; onload=&#39;x&#39; &lt;b&gt;&amp;amp;");
        assert_eq!(escape("r4nd0m+/="), "r4nd0m+/=");
    }
}
