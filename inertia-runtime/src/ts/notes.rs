//! What the generated file cannot say by itself: marks in the types, turned into warnings when the file is written.

use super::syntax::{Member, Type};

/// How an integer beyond 2^53 is called until it is known where it stands.
pub(crate) const LARGE: &str = "$large";

const UNTYPED: &str = "$untyped";
const SERIALIZED: &str = "$serialized";
const MISTAKEN: &str = "$mistaken";

/// Something to be said about a type, at the place where it stands.
pub(crate) enum Note {
    /// A Rust type without a TypeScript one.
    Untyped(&'static str),
    /// A function of serde's decides how it travels.
    Serialized(&'static str),
    /// It is said to be this, and travels as a number.
    Mistaken(String),
}

impl Note {
    /// The note in place of a type.
    pub(crate) fn mark(&self) -> String {
        let (name, about) = match self {
            Self::Untyped(about) => (UNTYPED, *about),
            Self::Serialized(about) => (SERIALIZED, *about),
            Self::Mistaken(about) => (MISTAKEN, about.as_str()),
        };
        format!("{name}<{about:?}>")
    }
}

/// Puts types in place of the marks, and notes at which places that was.
pub(crate) struct Settler<'a> {
    /// What large integers are, when that was chosen.
    pub(crate) integers: Option<&'a str>,
    /// What stands for a type that is not known.
    pub(crate) unknown: &'a str,
    pub(crate) warnings: &'a mut Vec<String>,
}

impl Settler<'_> {
    /// Settles a type. `place` says where it stands, for the warnings.
    pub(crate) fn settle(&mut self, ty: &mut Type, place: &str) {
        match ty {
            Type::Named(name, parameters) => {
                let about = match parameters.as_slice() {
                    [Type::Text(about)] => about.as_str(),
                    _ => "",
                };
                match self.settled(name, about, place) {
                    Some(settled) => *ty = settled,
                    None => self.settle_all(parameters, place),
                }
            }
            Type::Object(members) => {
                for Member { name, ty, .. } in members {
                    self.settle(ty, &format!("`{name}` of {place}"));
                }
            }
            Type::Tuple(types) | Type::Union(types) | Type::Intersection(types) => {
                self.settle_all(types, place);
            }
            Type::Array(element) => self.settle(element, place),
            Type::Indexed(object, _) => self.settle(object, place),
            // In what is not known, too, a mark has to go.
            Type::Raw(raw) if raw.contains(LARGE) => {
                *raw = raw.replace(LARGE, self.integers.unwrap_or("number"));
            }
            Type::Raw(_) | Type::Word(_) | Type::Text(_) => {}
        }
    }

    fn unknown(&self) -> Type {
        Type::parse(self.unknown).unwrap_or_else(|| Type::word("unknown"))
    }

    fn settle_all(&mut self, types: &mut [Type], place: &str) {
        for ty in types {
            self.settle(ty, place);
        }
    }

    fn settled(&mut self, name: &str, about: &str, place: &str) -> Option<Type> {
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
            MISTAKEN => {
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
