//! Marks in types, which become warnings when the file is written.

use crate::typescript::syntax::{Member, Type};

/// The mark of an integer that may be beyond 2^53. It is replaced when its place is known, for the warning.
pub(crate) const LARGE: &str = "$large";

const UNTYPED: &str = "$untyped";
const SERIALIZED: &str = "$serialized";
const WRONG_TYPE: &str = "$wrong_type";

/// A warning about a type, kept as a mark in the type until its place is known.
pub(crate) enum Note {
    /// A Rust type without a TypeScript one.
    Untyped(&'static str),
    /// The value is serialized by this function, so its type is unknown.
    Serialized(&'static str),
    /// The user wrote this type, but the value is sent as a number.
    WrongType(String),
}

impl Note {
    /// The mark, written in place of the type.
    pub(crate) fn mark(&self) -> String {
        let (name, about) = match self {
            Self::Untyped(about) => (UNTYPED, *about),
            Self::Serialized(about) => (SERIALIZED, *about),
            Self::WrongType(about) => (WRONG_TYPE, about.as_str()),
        };
        format!("{name}<{about:?}>")
    }
}

/// Replaces marks by types, and collects the warnings.
pub(crate) struct MarkResolver<'a> {
    /// The type of large integers, if it was chosen.
    pub(crate) integers: Option<&'a str>,
    /// The type that replaces an unknown type.
    pub(crate) unknown: &'a str,
    pub(crate) warnings: &'a mut Vec<String>,
}

impl MarkResolver<'_> {
    /// Replaces the marks in a type. `place` describes its place for the warnings.
    pub(crate) fn resolve(&mut self, ty: &mut Type, place: &str) {
        match ty {
            Type::Named(name, parameters) => {
                let about = match parameters.as_slice() {
                    [Type::Text(about)] => about.as_str(),
                    _ => "",
                };
                match self.replacement(name, about, place) {
                    Some(replacement) => *ty = replacement,
                    None => self.resolve_all(parameters, place),
                }
            }
            Type::Object(members) => {
                for Member { name, ty, .. } in members {
                    self.resolve(ty, &format!("`{name}` of {place}"));
                }
            }
            Type::Tuple(types) | Type::Union(types) | Type::Intersection(types) => {
                self.resolve_all(types, place);
            }
            Type::Array(element) => self.resolve(element, place),
            Type::Indexed(object, _) => self.resolve(object, place),
            // Marks are replaced in unparsed types as well.
            Type::Raw(raw) if raw.contains(LARGE) => {
                *raw = raw.replace(LARGE, self.integers.unwrap_or("number"));
            }
            Type::Raw(_) | Type::Word(_) | Type::Text(_) => {}
        }
    }

    fn unknown(&self) -> Type {
        Type::parse(self.unknown).unwrap_or_else(|| Type::word("unknown"))
    }

    fn resolve_all(&mut self, types: &mut [Type], place: &str) {
        for ty in types {
            self.resolve(ty, place);
        }
    }

    fn replacement(&mut self, name: &str, about: &str, place: &str) -> Option<Type> {
        let (warning, ty) = match name {
            LARGE => {
                let warning = format!(
                    "{place} is an integer that may be beyond 2^53, where a JavaScript number is no longer exact; write `#[ts(type = \"number\")]` if it never is, or send it as a string (`#[serde(serialize_with = …)]` with `#[ts(type = \"string\")]`)"
                );
                let warning = self.integers.is_none().then_some(warning);
                (warning, Type::word(self.integers.unwrap_or("number")))
            }
            UNTYPED => {
                let warning = format!(
                    "nothing is known of {place}, because `{about}` has no TypeScript type; write `#[derive(TS)]` above it, or `#[ts(type = \"…\")]` on the field"
                );
                (Some(warning), self.unknown())
            }
            SERIALIZED => {
                let warning = format!(
                    "nothing is known of {place}, because `{about}` decides how it travels; write `#[ts(type = \"…\")]` on the field"
                );
                (Some(warning), self.unknown())
            }
            WRONG_TYPE => {
                let warning = format!(
                    "{place} is declared as `{about}`, but travels as a JSON number, which the client reads as a `number`; send it as a string with `#[serde(serialize_with = …)]`, or write `#[ts(type = \"number\")]`"
                );
                (Some(warning), Type::word(about))
            }
            _ => return None,
        };
        self.warnings.extend(warning);
        Some(ty)
    }
}
