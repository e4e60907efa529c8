//! What a type looks like to a path, found by letting it read from something that only takes notes.

mod trace;

use serde::de::DeserializeOwned;

use self::trace::{Notes, Refused, Trace};
use super::path::{Parameter, RoutePath};

/// The values of a type: those that have a place, and those that have a name.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Shape {
    positional: Vec<Slot>,
    named: Vec<(&'static str, Slot)>,
    /// Whether it is a tuple, so that a place in it is not its own.
    tuple: bool,
    /// Whether only a value can tell, as of a map or a list.
    open: bool,
}

/// What goes to one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slot {
    One(Kind),
    /// A value, or none.
    Maybe(Kind),
    List,
    /// Something with values of its own.
    Nested,
}

/// What one value is.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Not known.
    #[default]
    Any,
    Number,
    /// A whole number that may be beyond 2^53, and so travel as a text.
    Large,
    Text,
    Bool,
    /// One of these words.
    Word(&'static [&'static str]),
}

/// Why a type does not fit a path.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Misfit {
    /// Nothing of the type goes there, or nothing that is known before there is a value.
    Missing(String),
    /// What goes there may be missing.
    Optional(String),
    /// What goes there is not a single value.
    Nested(String),
    /// The type has more values with a place than the path has places.
    TooMany(usize),
}

impl Shape {
    /// What a `P` looks like, and a `P` when one could be made out of ones.
    pub(crate) fn of<P: DeserializeOwned>() -> (Self, Option<P>) {
        let mut notes = Notes::default();
        loop {
            let mut shape = Self::default();
            let made = P::deserialize(Trace { shape: &mut shape, notes: &mut notes, depth: 0 });
            // A type that refuses the values that are tried has shown by then what it is. A field that is there twice has
            // two names, and is written under the first.
            match (made, notes.field.take()) {
                (Err(Refused::Twice), Some(other)) if !notes.others.contains(&other) => {
                    notes.others.push(other);
                }
                (made, _) => return (shape, made.ok()),
            }
        }
    }

    /// What goes into each parameter of a path: what has its name, else the next that has a place.
    ///
    /// # Errors
    ///
    /// When there is nothing for a parameter, or a value with a place too many.
    pub(crate) fn fit(&self, path: &RoutePath) -> Result<Vec<Kind>, Misfit> {
        let mut positional = self.positional.iter();
        let mut kind = |parameter: &Parameter| {
            let named = self.named.iter().find(|(name, _)| *name == parameter.name);
            let name = || parameter.name.clone();
            match named.map(|(_, slot)| slot).or_else(|| positional.next()) {
                Some(Slot::One(kind)) => Ok(*kind),
                Some(Slot::List) if parameter.rest => Ok(Kind::Any),
                Some(Slot::Maybe(_)) => Err(Misfit::Optional(name())),
                Some(Slot::List | Slot::Nested) => Err(Misfit::Nested(name())),
                None => Err(Misfit::Missing(name())),
            }
        };
        let kinds = path.parameters().map(&mut kind).collect::<Result<Vec<_>, _>>()?;
        match positional.count() {
            0 => Ok(kinds),
            _ => Err(Misfit::TooMany(self.positional.len())),
        }
    }

    /// Whether only a value can tell what there is.
    pub(crate) fn is_open(&self) -> bool {
        self.open
    }

    /// The names that values have.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.named.iter().map(|(name, _)| *name)
    }

    /// The same as a part of something else.
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
