//! The rules of `rename_all`.

use syn::{Error, Ident, LitStr, ext::IdentExt};

use crate::syntax::errors;

/// A rule of `rename_all`.
#[derive(Clone, Copy, Default)]
pub(crate) enum RenameRule {
    #[default]
    None,
    Lower,
    Upper,
    Pascal,
    Camel,
    Snake,
    ScreamingSnake,
    Kebab,
    ScreamingKebab,
}

impl RenameRule {
    const NAMES: &[(&str, Self)] = &[
        ("lowercase", Self::Lower),
        ("UPPERCASE", Self::Upper),
        ("PascalCase", Self::Pascal),
        ("camelCase", Self::Camel),
        ("snake_case", Self::Snake),
        ("SCREAMING_SNAKE_CASE", Self::ScreamingSnake),
        ("kebab-case", Self::Kebab),
        ("SCREAMING-KEBAB-CASE", Self::ScreamingKebab),
    ];

    pub(crate) fn parse(literal: &LitStr) -> Result<Self, Error> {
        let written = literal.value();
        let rule = Self::NAMES.iter().find(|(name, _)| *name == written).map(|(_, rule)| *rule);
        rule.ok_or_else(|| {
            let names: Vec<&str> = Self::NAMES.iter().map(|(name, _)| *name).collect();
            errors::unknown(literal, "rename rule", &written, &names)
        })
    }

    /// The name of a field under this rule, character for character as serde computes it.
    pub(crate) fn apply(self, field: &Ident) -> String {
        let field = field.unraw().to_string();
        match self {
            Self::None | Self::Lower | Self::Snake => field,
            Self::Upper | Self::ScreamingSnake => field.to_ascii_uppercase(),
            Self::Pascal => pascal(&field),
            Self::Camel => uncapitalized(&pascal(&field)),
            Self::Kebab => field.replace('_', "-"),
            Self::ScreamingKebab => field.to_ascii_uppercase().replace('_', "-"),
        }
    }

    /// The name of a variant under this rule, character for character as serde computes it.
    pub(crate) fn apply_to_variant(self, variant: &Ident) -> String {
        let variant = variant.unraw().to_string();
        match self {
            Self::None | Self::Pascal => variant,
            Self::Lower => variant.to_ascii_lowercase(),
            Self::Upper => variant.to_ascii_uppercase(),
            Self::Camel => uncapitalized(&variant),
            Self::Snake => snake(&variant),
            Self::ScreamingSnake => snake(&variant).to_ascii_uppercase(),
            Self::Kebab => snake(&variant).replace('_', "-"),
            Self::ScreamingKebab => snake(&variant).to_ascii_uppercase().replace('_', "-"),
        }
    }
}

fn uncapitalized(name: &str) -> String {
    let mut rest = name.chars();
    rest.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(rest).collect()
}

fn snake(variant: &str) -> String {
    let mut name = String::new();
    for (position, character) in variant.char_indices() {
        if position > 0 && character.is_uppercase() {
            name.push('_');
        }
        name.push(character.to_ascii_lowercase());
    }
    name
}

fn pascal(field: &str) -> String {
    let mut name = String::new();
    let mut capitalize = true;
    for character in field.chars() {
        if character == '_' {
            capitalize = true;
        } else if capitalize {
            name.push(character.to_ascii_uppercase());
            capitalize = false;
        } else {
            name.push(character);
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::RenameRule;

    #[test]
    fn every_rule_spells_as_serde_does() {
        let spelled = |rule: RenameRule| {
            [
                rule.apply(&parse_quote!(outcome)),
                rule.apply(&parse_quote!(very_tasty)),
                rule.apply(&parse_quote!(z42)),
            ]
        };
        assert_eq!(spelled(RenameRule::None), ["outcome", "very_tasty", "z42"]);
        assert_eq!(spelled(RenameRule::Lower), ["outcome", "very_tasty", "z42"]);
        assert_eq!(spelled(RenameRule::Upper), ["OUTCOME", "VERY_TASTY", "Z42"]);
        assert_eq!(spelled(RenameRule::Pascal), ["Outcome", "VeryTasty", "Z42"]);
        assert_eq!(spelled(RenameRule::Camel), ["outcome", "veryTasty", "z42"]);
        assert_eq!(spelled(RenameRule::Snake), ["outcome", "very_tasty", "z42"]);
        assert_eq!(spelled(RenameRule::ScreamingSnake), ["OUTCOME", "VERY_TASTY", "Z42"]);
        assert_eq!(spelled(RenameRule::Kebab), ["outcome", "very-tasty", "z42"]);
        assert_eq!(spelled(RenameRule::ScreamingKebab), ["OUTCOME", "VERY-TASTY", "Z42"]);
    }

    #[test]
    fn every_rule_spells_variants_as_serde_does() {
        let spelled = |rule: RenameRule| {
            [rule.apply_to_variant(&parse_quote!(Outcome)), rule.apply_to_variant(&parse_quote!(VeryTasty))]
        };
        assert_eq!(spelled(RenameRule::None), ["Outcome", "VeryTasty"]);
        assert_eq!(spelled(RenameRule::Lower), ["outcome", "verytasty"]);
        assert_eq!(spelled(RenameRule::Upper), ["OUTCOME", "VERYTASTY"]);
        assert_eq!(spelled(RenameRule::Pascal), ["Outcome", "VeryTasty"]);
        assert_eq!(spelled(RenameRule::Camel), ["outcome", "veryTasty"]);
        assert_eq!(spelled(RenameRule::Snake), ["outcome", "very_tasty"]);
        assert_eq!(spelled(RenameRule::ScreamingSnake), ["OUTCOME", "VERY_TASTY"]);
        assert_eq!(spelled(RenameRule::Kebab), ["outcome", "very-tasty"]);
        assert_eq!(spelled(RenameRule::ScreamingKebab), ["OUTCOME", "VERY-TASTY"]);
    }

    #[test]
    fn raw_identifiers_lose_their_prefix() {
        assert_eq!(RenameRule::None.apply(&parse_quote!(r#type)), "type");
        assert_eq!(RenameRule::Pascal.apply(&parse_quote!(r#type)), "Type");
    }
}
