//! The shape of the values in a path, found by deserializing the type from a deserializer that records its calls.

pub(crate) mod trace;

use serde::de::DeserializeOwned;

use crate::routes::path::{Parameter, RoutePath};
use crate::routes::shape::trace::{Notes, Trace, TraceError};

/// The values of a type: positional and named ones.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Shape {
    positional: Vec<Slot>,
    named: Vec<(&'static str, Slot)>,
    /// Whether the type is a tuple. As a part of another type, a tuple with one element is not a scalar.
    tuple: bool,
    /// Whether the values are only known at run time, as for a map or a list.
    open: bool,
}

/// The kind of one positional or named value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slot {
    One(Kind),
    /// An optional value.
    Maybe(Kind),
    List,
    /// A type with several values.
    Nested,
}

/// The kind of a scalar value.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Unknown.
    #[default]
    Any,
    Number,
    /// An integer that may be larger than 2^53, and may therefore be sent as a string.
    Large,
    Text,
    Bool,
    /// One of these words.
    Word(&'static [&'static str]),
}

/// Why a type does not match a path.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum ShapeMismatch {
    /// The type has no value for this parameter, or none that is known before run time.
    Missing(String),
    /// The value for this parameter is optional.
    Optional(String),
    /// The value for this parameter is not a scalar.
    Nested(String),
    /// The type has this number of positional values, more than the path has parameters.
    TooMany(usize),
}

impl Shape {
    /// The shape of `P`, and a sample if `P` accepts the sample values (`1`, `"1"`, `true`).
    pub(crate) fn of<P: DeserializeOwned>() -> (Self, Option<P>) {
        let mut notes = Notes::default();
        loop {
            let mut shape = Self::default();
            let sample = P::deserialize(Trace { shape: &mut shape, notes: &mut notes, depth: 0 });
            // A type that rejects a sample value (a UUID rejects "1") has already shown its kind. A duplicate field means that serde
            // lists a field under two names (`alias`). It is serialized under the first name, so the other one is ignored.
            match (sample, notes.field.take()) {
                (Err(TraceError::Duplicate), Some(other)) if !notes.aliases.contains(&other) => {
                    notes.aliases.push(other);
                }
                (sample, _) => return (shape, sample.ok()),
            }
        }
    }

    /// The kind of the value for each parameter of a path: the value with the parameter's name, or else the next positional one.
    ///
    /// # Errors
    ///
    /// Fails if a parameter has no scalar value, or there are too many positional values.
    pub(crate) fn fit(&self, path: &RoutePath) -> Result<Vec<Kind>, ShapeMismatch> {
        let mut positional = self.positional.iter();
        let mut kind = |parameter: &Parameter| {
            let named = self.named.iter().find(|(name, _)| *name == parameter.name);
            let name = || parameter.name.clone();
            match named.map(|(_, slot)| slot).or_else(|| positional.next()) {
                Some(Slot::One(kind)) => Ok(*kind),
                Some(Slot::List) if parameter.rest => Ok(Kind::Any),
                Some(Slot::Maybe(_)) => Err(ShapeMismatch::Optional(name())),
                Some(Slot::List | Slot::Nested) => Err(ShapeMismatch::Nested(name())),
                None => Err(ShapeMismatch::Missing(name())),
            }
        };
        let kinds = path.parameters().map(&mut kind).collect::<Result<Vec<_>, _>>()?;
        match positional.count() {
            0 => Ok(kinds),
            _ => Err(ShapeMismatch::TooMany(self.positional.len())),
        }
    }

    /// Whether the values are only known at run time.
    pub(crate) fn is_open(&self) -> bool {
        self.open
    }

    /// The names of the named values.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.named.iter().map(|(name, _)| *name)
    }

    /// The kind of this type as a part of another type.
    fn slot(&self) -> Slot {
        match &*self.positional {
            [slot] if !self.tuple => *slot,
            [] if self.open && self.named.is_empty() && !self.tuple => Slot::List,
            _ => Slot::Nested,
        }
    }
}

#[cfg(test)]
mod tests;
