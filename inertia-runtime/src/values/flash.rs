//! Data for the next page only: flash values, errors, and two flags about the browser's history.

use std::hash::{DefaultHasher, Hasher as _};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::values::error_bag::ErrorBag;

/// The flash of a response for the next page, or of a page for itself.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Flash {
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub(crate) values: Map<String, Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) errors: Option<ErrorBag>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) clear_history: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) preserve_fragment: bool,
    /// The targets of recent redirects back, as [`fingerprint`]s of paths and queries. A request for one of these that would be
    /// redirected back again is in a loop.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) sent_back_to: Vec<u64>,
}

/// How many targets are stored: several tabs may be redirected back at the same time.
const MAX_TARGETS: usize = 8;

/// A hash of a path and query, because a URL may be longer than a cookie. Servers of different builds may compute different
/// hashes; then a loop is detected one redirect later.
pub(crate) fn fingerprint(path_and_query: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(path_and_query.as_bytes());
    hasher.finish()
}

impl Flash {
    pub(crate) fn is_empty(&self) -> bool {
        self.values.is_empty()
            && self.errors.is_none()
            && !self.clear_history
            && !self.preserve_fragment
            && self.sent_back_to.is_empty()
    }

    /// Adds later flash, and returns the result.
    pub(crate) fn followed_by(mut self, later: Self) -> Self {
        self.extend(later);
        self
    }

    /// Removes the values that a page has shown. A key that was flashed again with another value stays.
    pub(crate) fn remove_shown(&mut self, shown: &Map<String, Value>) {
        self.values.retain(|key, value| shown.get(key) != Some(value));
    }

    /// Adds later flash. Its values replace those with the same key, its errors replace all errors; everything else is merged.
    pub(crate) fn extend(&mut self, later: Self) {
        if later.is_empty() {
            return;
        }
        self.values.extend(later.values);
        if later.errors.is_some() {
            self.errors = later.errors;
        }
        self.clear_history |= later.clear_history;
        self.preserve_fragment |= later.preserve_fragment;
        self.sent_back_to.extend(later.sent_back_to);
        let old = self.sent_back_to.len().saturating_sub(MAX_TARGETS);
        self.sent_back_to.drain(..old);
    }
}

/// Collects the flash of a request. Calls may fail; the first error becomes the response.
#[derive(Debug, Clone, Default)]
pub(crate) struct Flashing {
    pub(crate) flash: Flash,
    pub(crate) failed: Option<String>,
}

impl Flashing {
    /// Adds later flash.
    pub(crate) fn extend(&mut self, later: Self) {
        self.flash.extend(later.flash);
        self.failed = self.failed.take().or(later.failed);
    }

    /// Adds a value. `call` is the public function that was called, for the error message when the value cannot be serialized.
    pub(crate) fn value(&mut self, call: &str, key: String, value: impl Serialize) {
        match serde_json::to_value(value) {
            Ok(value) => {
                self.flash.values.insert(key, value);
            }
            Err(error) => {
                self.failed.get_or_insert_with(|| {
                    format!("`{call}({key:?}, ..)`: the value cannot be written as JSON: {error}")
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_errors_replace_earlier_ones_and_values_are_merged() {
        let mut flash = Flashing::default();
        flash.value("Redirect::flash", "toast".to_owned(), "saved");
        flash.value("Redirect::flash", "undo".to_owned(), 3);
        let mut first = flash.flash;
        first.errors = Some(ErrorBag::of("name", "is required"));
        let later = Flash {
            values: Map::from_iter([("toast".to_owned(), Value::from("deleted"))]),
            errors: Some(ErrorBag::of("age", "is required")),
            clear_history: true,
            ..Flash::default()
        };
        first.extend(later);
        assert_eq!(first.values["toast"], "deleted");
        assert_eq!(first.values["undo"], 3);
        assert_eq!(first.errors, Some(ErrorBag::of("age", "is required")));
        assert!(first.clear_history && !first.preserve_fragment);
    }

    #[test]
    fn a_value_that_json_cannot_represent_is_reported_with_its_call() {
        let mut flash = Flashing::default();
        flash.value("Redirect::flash", "seats".to_owned(), std::collections::BTreeMap::from([((1, 2), 3)]));
        assert!(flash.failed.unwrap().starts_with("`Redirect::flash(\"seats\", ..)`"));
        assert!(flash.flash.is_empty());
    }
}
