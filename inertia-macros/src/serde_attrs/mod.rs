//! `#[serde(…)]` as serde reads it: for props, which are written, and for forms, which are read.

pub(crate) mod reading;
pub(crate) mod rename;
pub(crate) mod writing;

use std::collections::HashSet;

use syn::{Attribute, Error, ExprPath, Ident, LitStr, Meta};

use self::rename::RenameRule;
use crate::{
    syntax::attributes,
    syntax::errors::{self, Errors},
};

/// Everything that stands in the `#[serde(…)]` attributes of one item, by its key, each key once.
fn entries(attributes: &[Attribute], errors: &mut Errors) -> Vec<(String, Meta)> {
    let mut seen = HashSet::new();
    let mut entries = Vec::new();
    for meta in attributes::entries(attributes, "serde", errors) {
        let key = attributes::name(meta.path());
        // Serde lets an alias and a bound be given more than once.
        if seen.insert(key.clone()) || key == "alias" || key == "bound" {
            entries.push((key, meta));
        } else {
            errors.push(errors::duplicate(meta.path(), format_args!("serde attribute `{key}`")));
        }
    }
    entries
}

/// Which of serde's two derives an option speaks to.
#[derive(Clone, Copy)]
enum Direction {
    Serialize,
    Deserialize,
}

impl Direction {
    /// The string in `rename = "…"` or `rename(serialize = "…")`; none when only the other direction is named.
    fn name(self, meta: &Meta, errors: &mut Errors) -> Result<Option<LitStr>, Error> {
        let Meta::List(list) = meta else { return attributes::string(meta).map(Some) };
        let (this, other) = match self {
            Self::Serialize => ("serialize", "deserialize"),
            Self::Deserialize => ("deserialize", "serialize"),
        };
        let mut found = None;
        for entry in attributes::list(list, errors) {
            let key = attributes::name(entry.path());
            if key == this {
                found = Some(attributes::string(&entry)?);
            } else if key == other {
                attributes::string(&entry)?;
            } else {
                return Err(errors::unknown(entry.path(), "key", &key, &["serialize", "deserialize"]));
            }
        }
        Ok(found)
    }

    /// The name that an item is given.
    fn renamed(self, meta: &Meta, errors: &mut Errors) -> Option<LitStr> {
        let name = self.name(meta, errors);
        errors.keep(name).flatten()
    }

    /// The rule in `rename_all = "…"`.
    fn rename_all(self, meta: &Meta, errors: &mut Errors) -> RenameRule {
        let literal = self.renamed(meta, errors);
        literal.and_then(|literal| errors.keep(RenameRule::parse(&literal))).unwrap_or_default()
    }
}

/// An attribute that serde does not have in this place. `elsewhere` are those of another place, which `belongs` names.
fn unknown(meta: &Meta, key: &str, known: &[&[&'static str]], elsewhere: &[&str], belongs: &str) -> Error {
    if elsewhere.contains(&key) {
        return Error::new_spanned(meta.path(), format_args!("`#[serde({key})]` belongs {belongs}"));
    }
    errors::unknown(meta.path(), "serde attribute", key, &known.concat())
}

/// A function that does serde's work for one field.
pub(crate) struct With {
    /// `serialize_with = "…"`, `deserialize_with = "…"` or `with = "…"`, as it is written.
    pub(crate) original: Meta,
    pub(crate) function: ExprPath,
}

impl With {
    /// Reads one of the three. `with` names a module that has a function called `member`.
    fn read(place: &mut Option<Self>, meta: Meta, member: &str, doubled: &str, errors: &mut Errors) {
        let key = attributes::name(meta.path());
        let function = errors.keep(attributes::path_in_string(&meta));
        if let Some(first) = place {
            let (this, other) =
                (format!("`{key}`"), format!("`{}`", attributes::name(first.original.path())));
            errors.push(errors::conflict(meta.path(), this, other, doubled));
        } else if let Some(mut function) = function {
            if key == "with" {
                append(&mut function, member);
            }
            *place = Some(Self { original: meta, function });
        }
    }
}

/// The function of this name in the module that `with` names.
fn append(path: &mut ExprPath, last: &str) {
    let span = path.path.segments.last().map(|segment| segment.ident.span());
    if let Some(span) = span {
        path.path.segments.push(Ident::new(last, span).into());
    }
}
