//! What a request wants to have for an answer, as its `Accept` header says.

use http::HeaderValue;

use super::headers::text;

/// What `Accept` names first. Weights are not looked at: clients name what they prefer before the rest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Accepts {
    /// A document, as browsers ask for when they open a page.
    Document,
    /// JSON, as scripts do.
    Json,
    /// Neither by name: a picture, a script, a style sheet, anything at all.
    #[default]
    Anything,
}

impl Accepts {
    /// What is accepted when this line stands below those before.
    pub(crate) fn or(self, line: &HeaderValue) -> Self {
        if self == Self::Anything { Self::of(line) } else { self }
    }

    fn of(line: &HeaderValue) -> Self {
        // As every visit and every browser begins it.
        if line.as_bytes().starts_with(b"text/html,") {
            return Self::Document;
        }
        for range in text(line).split(',').map(|range| range.split(';').next().unwrap_or_default().trim()) {
            if range.eq_ignore_ascii_case("text/html") || range.eq_ignore_ascii_case("application/xhtml+xml")
            {
                return Self::Document;
            }
            if range.eq_ignore_ascii_case("application/json") || range.ends_with("+json") {
                return Self::Json;
            }
        }
        Self::Anything
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts(lines: &[&'static str]) -> Accepts {
        let lines = lines.iter().map(|line| HeaderValue::from_static(line));
        lines.fold(Accepts::default(), |accepts, line| accepts.or(&line))
    }

    #[test]
    fn json_is_asked_for_by_name_and_before_a_document() {
        assert_eq!(accepts(&["application/json"]), Accepts::Json);
        assert_eq!(accepts(&["Application/JSON; q=0.9, text/html"]), Accepts::Json);
        assert_eq!(accepts(&["text/plain, application/problem+json"]), Accepts::Json);
        assert_eq!(accepts(&["text/html, application/xhtml+xml, application/json"]), Accepts::Document);
        assert_eq!(accepts(&["image/webp", "Text/HTML;level=1", "application/json"]), Accepts::Document);
    }

    #[test]
    fn who_asks_for_anything_asks_for_no_document() {
        assert_eq!(accepts(&["image/avif,image/webp,*/*;q=0.8"]), Accepts::Anything);
        assert_eq!(accepts(&["text/css,*/*;q=0.1"]), Accepts::Anything);
        assert_eq!(accepts(&["*/*"]), Accepts::Anything);
        assert_eq!(accepts(&[]), Accepts::Anything);
    }
}
