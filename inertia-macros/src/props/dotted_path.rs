//! Paths such as `"buckets.id"`, and the Rust fields that their segments usually stand for.

use proc_macro2::Span;
use syn::{Error, Ident, LitStr};

use crate::syntax::names::check_segment;

/// A path of wire names, with the Rust fields that they stand for.
pub(crate) struct DottedPath {
    pub(crate) wire: String,
    /// With the span of the literal.
    pub(crate) fields: Vec<Ident>,
    pub(crate) span: Span,
}

impl DottedPath {
    /// Reads `"data"` or `"buckets.id"`, and checks each segment. With `hint`, each must be the name of a Rust field; the hint says what
    /// to write otherwise.
    pub(crate) fn parse(literal: &LitStr, what: &str, hint: Option<&str>) -> syn::Result<Self> {
        let (wire, span) = (literal.value(), literal.span());
        let each = format!("each segment of {what}");
        let described = if wire.contains('.') { each.as_str() } else { what };
        let mut fields = Vec::new();
        for segment in wire.split('.') {
            check_segment(segment, described).map_err(|problem| Error::new(span, problem))?;
            match (field(segment, span), hint) {
                (Some(field), _) => fields.push(field),
                (None, None) => {}
                (None, Some(hint)) => {
                    let message = format!("`{wire}` is not the name of a Rust field; {hint}");
                    return Err(Error::new(span, message));
                }
            }
        }
        Ok(Self { wire, fields, span })
    }
}

/// The Rust field that a wire name usually stands for: `startsAt` is `starts_at`, `type` is `r#type`.
fn field(wire: &str, span: Span) -> Option<Ident> {
    let name = snake_case(wire);
    let first_fits = name.starts_with(|first: char| first.is_ascii_lowercase() || first == '_');
    let rest_fits = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    match name.as_str() {
        _ if !first_fits || !rest_fits => None,
        // These four are keywords that no field can have, not even a raw one.
        "_" | "crate" | "self" | "super" => None,
        // A keyword since edition 2024, which `syn` does not treat as one.
        "gen" => Some(Ident::new_raw("gen", span)),
        name if syn::parse_str::<Ident>(name).is_ok() => Some(Ident::new(name, span)),
        keyword => Some(Ident::new_raw(keyword, span)),
    }
}

/// `startsAt`, `StartsAt`, `starts-at` and `STARTS_AT` are `starts_at`; a run of capitals is one word.
fn snake_case(wire: &str) -> String {
    let mut name = String::new();
    let mut characters = wire.chars().peekable();
    let mut before = None;
    while let Some(character) = characters.next() {
        let starts_word = character.is_ascii_uppercase()
            && before.is_some_and(|before: char| {
                let next_is_lower = characters.peek().is_some_and(char::is_ascii_lowercase);
                before.is_ascii_lowercase()
                    || before.is_ascii_digit()
                    || (before.is_ascii_uppercase() && next_is_lower)
            });
        if starts_word {
            name.push('_');
        }
        name.push(if character == '-' { '_' } else { character.to_ascii_lowercase() });
        before = Some(character);
    }
    name
}

#[cfg(test)]
mod tests {
    use proc_macro2::Span;

    use super::{field, snake_case};

    #[test]
    fn a_wire_name_is_mapped_to_its_field() {
        for wire in ["startsAt", "StartsAt", "starts-at", "STARTS_AT", "STARTS-AT", "starts_at"] {
            assert_eq!(snake_case(wire), "starts_at");
        }
        assert_eq!(snake_case("userID"), "user_id");
        assert_eq!(snake_case("ID"), "id");
        assert_eq!(snake_case("line2Text"), "line2_text");
        assert_eq!(snake_case("HTMLBody"), "html_body");
    }

    #[test]
    fn a_keyword_is_a_raw_field_and_other_names_are_refused() {
        let named = |wire| field(wire, Span::call_site()).map(|ident| ident.to_string());
        assert_eq!(named("type").as_deref(), Some("r#type"));
        assert_eq!(named("id").as_deref(), Some("id"));
        for wire in ["self", "crate", "a b", "1st", "_", "a:b"] {
            assert_eq!(named(wire), None, "{wire}");
        }
    }
}
