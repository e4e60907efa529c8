//! Text for a double-quoted HTML attribute.

use std::borrow::Cow;

/// Escapes characters that could end the attribute or start a character reference.
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
    fn characters_that_could_end_an_attribute_are_escaped() {
        assert_eq!(escape(r#"a" onload='x' <b>&amp;"#), "a&quot; onload=&#39;x&#39; &lt;b&gt;&amp;amp;");
        assert_eq!(escape("r4nd0m+/="), "r4nd0m+/=");
    }
}
