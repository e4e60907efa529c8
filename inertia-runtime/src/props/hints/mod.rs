//! Help while developing: mistakes that only the running application can show. Not in release builds.

mod deferred;
mod names;
mod once_types;
mod twins;
mod values;

use std::{
    collections::HashSet,
    sync::{Mutex, PoisonError},
};

pub(crate) use self::values::value;
use super::schema::{PropSpec, Schema};
use crate::protocol::{path::Path, selection::Lists};

/// How many different things are remembered, or hinted at, before it becomes quiet.
const MOST: usize = 1_000;

/// An answer that is about to be written.
pub(crate) struct Answered<'a> {
    pub(crate) component: &'a str,
    pub(crate) page: &'static Schema,
    /// The tables of the providers, under their names.
    pub(crate) shared: Vec<(&'static str, &'static Schema)>,
    /// What was shared for this request alone.
    pub(crate) shares: Vec<&'a str>,
    pub(crate) lists: &'a Lists<'a>,
    pub(crate) url: &'a str,
    /// Whether the client is going to show it.
    pub(crate) shown: bool,
}

impl Answered<'_> {
    /// All tables that props come from; the page's own has no name.
    fn tables(&self) -> impl Iterator<Item = (Option<&'static str>, &'static Schema)> {
        let shared = self.shared.iter().map(|(name, table)| (Some(*name), *table));
        shared.chain([(None, self.page)])
    }
}

/// Warns of what is wrong with an answer, of each thing once.
pub(crate) fn look(answered: &Answered<'_>) {
    if !is_heard() {
        return;
    }
    if answered.lists.partial {
        names::unknown_names(answered);
        deferred::fetched(answered);
    } else {
        deferred::announced(answered);
        once_types::look(answered);
        twins::look(answered);
    }
}

/// Calls `f` with every prop of a table, at any depth, and its path.
fn each_prop(
    schema: &'static Schema,
    up: Option<&Path<'_>>,
    f: &mut dyn FnMut(&'static PropSpec, &Path<'_>),
) {
    for prop in schema.props {
        let path = Path { up, name: prop.name };
        if !prop.splice {
            f(prop, &path);
        }
        if let Some(members) = prop.members {
            each_prop(members, if prop.splice { up } else { Some(&path) }, f);
        }
    }
}

/// A hint that nobody hears is not given, and leaves room for others.
fn is_heard() -> bool {
    tracing::enabled!(tracing::Level::WARN)
}

/// Warns, unless that was said before.
pub(crate) fn once(hint: &str) {
    once_per(hint, hint);
}

fn once_per(subject: &str, hint: &str) {
    static GIVEN: Mutex<Option<HashSet<String>>> = Mutex::new(None);
    if !is_heard() {
        return;
    }
    let mut given = GIVEN.lock().unwrap_or_else(PoisonError::into_inner);
    let given = given.get_or_insert_default();
    if given.len() < MOST && given.insert(subject.to_owned()) {
        tracing::warn!("{hint}");
    }
}
