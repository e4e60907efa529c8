//! Warnings in debug builds about mistakes that only show while the application runs.

pub(crate) mod deferred;
pub(crate) mod names;
pub(crate) mod once_types;
pub(crate) mod twins;
pub(crate) mod values;

use std::{
    collections::HashSet,
    sync::{Mutex, PoisonError},
};

pub(crate) use crate::props::hints::values::value;
use crate::props::schema::{PropSpec, Schema};
use crate::protocol::{path::Path, selection::Lists};

/// The maximum number of entries in each of the process-wide maps and sets of this module. Once the set of given warnings is full,
/// no more warnings are logged.
const MAX_ENTRIES: usize = 1_000;

/// A response that is about to be written.
pub(crate) struct Answered<'a> {
    pub(crate) component: &'a str,
    pub(crate) page: &'static Schema,
    /// The names and tables of the providers.
    pub(crate) shared: Vec<(&'static str, &'static Schema)>,
    /// The keys of the props shared for this request only, with `Inertia::share`.
    pub(crate) shares: Vec<&'a str>,
    pub(crate) lists: &'a Lists<'a>,
    pub(crate) url: &'a str,
    /// Whether the client will show the page.
    pub(crate) shown: bool,
}

impl Answered<'_> {
    /// All tables of the response with the names of their providers. The page's own table has no name.
    fn tables(&self) -> impl Iterator<Item = (Option<&'static str>, &'static Schema)> {
        let shared = self.shared.iter().map(|(name, table)| (Some(*name), *table));
        shared.chain([(None, self.page)])
    }
}

/// Logs a warning for each mistake in a response, once per mistake.
pub(crate) fn look(response: &Answered<'_>) {
    if !warnings_are_logged() {
        return;
    }
    if response.lists.partial {
        names::unknown_names(response);
        deferred::fetched(response);
    } else {
        deferred::announced(response);
        once_types::check(response);
        twins::check(response);
    }
}

/// Calls `f` with every prop of a table, at any depth, and the prop's path.
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

/// Whether warnings are logged. If not, a hint is not counted as given.
fn warnings_are_logged() -> bool {
    tracing::enabled!(tracing::Level::WARN)
}

/// Logs a warning, unless the same warning was logged before.
pub(crate) fn once(hint: &str) {
    once_per(hint, hint);
}

/// Logs a warning, unless a warning about the same subject was logged before.
fn once_per(subject: &str, hint: &str) {
    static GIVEN: Mutex<Option<HashSet<String>>> = Mutex::new(None);
    if !warnings_are_logged() {
        return;
    }
    let mut given = GIVEN.lock().unwrap_or_else(PoisonError::into_inner);
    let given = given.get_or_insert_default();
    if given.len() < MAX_ENTRIES && given.insert(subject.to_owned()) {
        tracing::warn!("{hint}");
    }
}
