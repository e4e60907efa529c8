//! What all macros share. Nothing in here depends on a macro.

pub(crate) mod attributes;
pub(crate) mod derive;
pub(crate) mod durations;
pub(crate) mod errors;
#[cfg(test)]
pub(crate) mod expansion;
pub(crate) mod generics;
pub(crate) mod krate;
pub(crate) mod names;
pub(crate) mod spans;
pub(crate) mod suggestions;
pub(crate) mod tokens;
pub(crate) mod values;

pub(crate) use self::attributes::{Options, Place};
pub(crate) use self::errors::Errors;
pub(crate) use self::krate::Krate;
pub(crate) use self::spans::{local, respan};
pub(crate) use self::values::{Flag, Milliseconds, PathInText, Switch, SwitchedOff, Text, Unread};
