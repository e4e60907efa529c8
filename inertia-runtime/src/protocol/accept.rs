//! The preferred response format in a request's `Accept` header.

use http::HeaderValue;

use crate::protocol::headers::text;

/// The first known media type in `Accept`. Weights (`q=`) are ignored, because clients list the preferred type first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Accepts {
    /// An HTML document, as browsers request when they open a page.
    Document,
    /// JSON, as scripts request.
    Json,
    /// Neither is named: for example an image, a script, a style sheet, or `*/*`.
    #[default]
    Anything,
}

impl Accepts {
    /// The format after reading one more `Accept` header line. Earlier lines take precedence.
    pub(crate) fn or(self, line: &HeaderValue) -> Self {
        if self == Self::Anything { Self::of(line) } else { self }
    }

    fn of(line: &HeaderValue) -> Self {
        // A fast path: the header of every visit and of every browser starts with this.
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
    fn json_counts_only_if_it_is_listed_before_a_document() {
        assert_eq!(accepts(&["application/json"]), Accepts::Json);
        assert_eq!(accepts(&["Application/JSON; q=0.9, text/html"]), Accepts::Json);
        assert_eq!(accepts(&["text/plain, application/problem+json"]), Accepts::Json);
        assert_eq!(accepts(&["text/html, application/xhtml+xml, application/json"]), Accepts::Document);
        assert_eq!(accepts(&["image/webp", "Text/HTML;level=1", "application/json"]), Accepts::Document);
    }

    #[test]
    fn a_wildcard_is_not_a_request_for_a_document() {
        assert_eq!(accepts(&["image/avif,image/webp,*/*;q=0.8"]), Accepts::Anything);
        assert_eq!(accepts(&["text/css,*/*;q=0.1"]), Accepts::Anything);
        assert_eq!(accepts(&["*/*"]), Accepts::Anything);
        assert_eq!(accepts(&[]), Accepts::Anything);
    }
}
