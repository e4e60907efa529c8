//! Once keys that two pages use for values of different types.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use crate::props::hints::{Answered, MAX_ENTRIES, each_prop, once};

/// The first prop that used a key.
#[derive(Debug)]
struct First {
    ty: &'static str,
    place: String,
}

/// Logs a warning if a key is used for two types. The client keeps one value per key for all pages, so one page would get the
/// value of another.
pub(super) fn check(response: &Answered<'_>) {
    static KEYS: Mutex<Option<HashMap<String, First>>> = Mutex::new(None);
    for (provider, table) in response.tables().filter(|(_, table)| table.has_once) {
        each_prop(table, None, &mut |prop, path| {
            let Some(spec) = &prop.once else { return };
            let path = path.to_string();
            let top = path.split('.').next().unwrap_or_default();
            if provider.is_some() && (response.page.declares(top) || response.shares.contains(&top)) {
                return;
            }
            let (key, ty) = (spec.key.unwrap_or(&path), of_value((spec.ty)()));
            let place = match provider {
                None => format!("prop `{path}` of page `{}`", response.component),
                Some(provider) => format!("shared prop `{path}` of `{provider}`"),
            };
            let mut keys = KEYS.lock().unwrap_or_else(PoisonError::into_inner);
            let keys = keys.get_or_insert_default();
            match keys.get(key) {
                Some(first) if first.ty != ty => once(&format!(
                    "page `{}`: the client keeps one value per once key, but the key `{key}` is used for `{}` by {} and for `{ty}` by \
                     {place}; give one of them another key: `#[once(key = \"…\")]`",
                    response.component, first.ty, first.place
                )),
                Some(_) => {}
                None if keys.len() >= MAX_ENTRIES => {}
                None => {
                    keys.insert(key.to_owned(), First { ty, place });
                }
            }
        });
    }
}

/// The type of a lazy prop's value, taken from the name of its `Lazy` type. An alias keeps its full name.
fn of_value(lazy: &'static str) -> &'static str {
    let value = lazy.split_once("::Lazy<").map(|(_, value)| value);
    value.and_then(|value| value.strip_suffix('>')).unwrap_or(lazy)
}
