//! Maps the paths of validators, which name Rust fields, to the client's keys.

use std::borrow::Cow;

use crate::form::validate::key_tree::KeyTree;

/// One step of a validator's path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'a> {
    /// Into a field of a struct, by its Rust name, or into a map, by its key.
    Field(&'a str),
    /// Into a list, by the position in the Rust value.
    Index(usize),
}

/// Maps one step below a type.
pub type Below = fn(Step<'_>) -> Option<Wire>;

/// The result of a step: its name in the request, and how to map the next step.
#[derive(Debug, Clone, Copy)]
pub struct Wire {
    name: Name,
    below: Below,
}

#[derive(Debug, Clone, Copy)]
enum Name {
    /// A field's name in the request.
    Fixed(&'static str),
    /// The step's own name: a map's key, or a position in a list.
    FromStep,
}

impl Wire {
    /// A step into the field with this name in the request.
    pub const fn field(name: &'static str, below: Below) -> Self {
        Self { name: Name::Fixed(name), below }
    }

    /// A step into an element of a list or a map.
    pub const fn element(below: Below) -> Self {
        Self { name: Name::FromStep, below }
    }

    /// A step into a field of a struct. `members` lists the fields: the Rust name, the name in the request, and the mapping
    /// below.
    pub fn member(step: Step<'_>, members: &[(&str, &'static str, Below)]) -> Option<Self> {
        let Step::Field(field) = step else { return None };
        // Validators report raw identifiers with their `r#`.
        let field = field.strip_prefix("r#").unwrap_or(field);
        let (_, name, below) = members.iter().find(|(rust, ..)| *rust == field)?;
        Some(Self::field(name, *below))
    }
}

/// The client's keys for the elements of lists and maps, by the path of the list. Stored only if they differ from the
/// positions: for objects with digits for keys, for maps, and for lists that lost an element.
#[derive(Debug, Clone, Default)]
pub(crate) struct Indexes(KeyTree<Option<Keys>>);

#[derive(Debug, Clone)]
pub(crate) enum Keys {
    /// Those of a list, by position.
    Elements(Vec<String>),
    /// Those of a map in iteration order, for validators that name members by position.
    Members(Vec<String>),
    /// Those of a set, whose positions do not match the client's list.
    Unordered,
}

impl Indexes {
    pub(crate) fn insert(&mut self, list: &str, keys: Keys) {
        *self.0.entry(list, |_| ()) = Some(keys);
    }

    /// The key of an element that a validator names by position. Empty if it has none.
    fn key(&self, list: &str, index: usize) -> Cow<'_, str> {
        match self.0.get(list).and_then(Option::as_ref) {
            None => index.to_string().into(),
            Some(Keys::Elements(keys) | Keys::Members(keys)) => {
                keys.get(index).map(String::as_str).unwrap_or_default().into()
            }
            Some(Keys::Unordered) => "".into(),
        }
    }

    /// Converts a key with positions in the Rust value to the client's key.
    pub(crate) fn client_key<'k>(&self, key: &'k str) -> Cow<'k, str> {
        if self.0.is_empty() {
            return key.into();
        }
        let mut path = String::with_capacity(key.len());
        let mut list = Some(&self.0);
        for name in key.split('.') {
            let element_key = match list.map(KeyTree::value) {
                Some(Some(Keys::Elements(keys))) => {
                    name.parse().ok().and_then(|index: usize| keys.get(index))
                }
                _ => None,
            };
            let name = element_key.map_or(name, String::as_str);
            push(&mut path, name);
            list = list.and_then(|list| list.child(name));
        }
        path.into()
    }
}

/// Builds the client's key from a validator's path.
#[derive(Debug)]
pub(crate) struct WirePath<'a> {
    path: String,
    below: Option<Below>,
    indexes: &'a Indexes,
}

impl<'a> WirePath<'a> {
    pub(crate) fn new(root: Below, indexes: &'a Indexes) -> Self {
        Self { path: String::new(), below: Some(root), indexes }
    }

    /// Adds a step. Below a type without a mapping, the validator's names are kept.
    pub(crate) fn step(&mut self, step: Step<'_>) {
        let wire = self.below.and_then(|below| below(step));
        self.below = wire.map(|wire| wire.below);
        match (wire.map(|wire| wire.name), step) {
            (Some(Name::Fixed(name)), _) | (_, Step::Field(name)) => push(&mut self.path, name),
            (_, Step::Index(index)) => match &*self.indexes.key(&self.path, index) {
                // The element has no key, so the message goes to the list.
                "" => {}
                key => push(&mut self.path, key),
            },
        }
    }

    pub(crate) fn into_key(self) -> String {
        self.path
    }
}

/// Appends a name to a dotted path.
pub(crate) fn push(path: &mut String, name: &str) {
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(name);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nothing(_: Step<'_>) -> Option<Wire> {
        None
    }

    fn item(step: Step<'_>) -> Option<Wire> {
        Wire::member(step, &[("unit_price", "unitPrice", nothing)])
    }

    fn items(step: Step<'_>) -> Option<Wire> {
        matches!(step, Step::Index(_)).then_some(Wire::element(item))
    }

    fn by_name(step: Step<'_>) -> Option<Wire> {
        matches!(step, Step::Field(_)).then_some(Wire::element(item))
    }

    fn order(step: Step<'_>) -> Option<Wire> {
        Wire::member(step, &[("line_items", "lineItems", items), ("extras", "extras", by_name)])
    }

    fn key(indexes: &Indexes, steps: &[Step<'_>]) -> String {
        let mut path = WirePath::new(order, indexes);
        for step in steps {
            path.step(*step);
        }
        path.into_key()
    }

    #[test]
    fn a_path_uses_the_clients_names() {
        use Step::{Field, Index};
        let none = Indexes::default();
        assert_eq!(
            key(&none, &[Field("line_items"), Index(1), Field("unit_price")]),
            "lineItems.1.unitPrice"
        );
        assert_eq!(
            key(&none, &[Field("extras"), Field("unit_price"), Field("unit_price")]),
            "extras.unit_price.unitPrice"
        );
        assert_eq!(key(&none, &[Field("unknown_field"), Index(0), Field("x")]), "unknown_field.0.x");
    }

    #[test]
    fn a_raw_identifier_is_mapped_without_its_prefix() {
        fn raw(step: Step<'_>) -> Option<Wire> {
            Wire::member(step, &[("type", "kind", nothing)])
        }
        let none = Indexes::default();
        let mut path = WirePath::new(raw, &none);
        path.step(Step::Field("r#type"));
        assert_eq!(path.into_key(), "kind");
    }

    #[test]
    fn an_element_has_the_clients_index_or_none() {
        use Step::{Field, Index};
        let mut indexes = Indexes::default();
        indexes.insert("lineItems", Keys::Elements(vec!["3".to_owned(), "7".to_owned()]));
        assert_eq!(
            key(&indexes, &[Field("line_items"), Index(1), Field("unit_price")]),
            "lineItems.7.unitPrice"
        );
        assert_eq!(key(&indexes, &[Field("line_items"), Index(2)]), "lineItems");
    }

    #[test]
    fn a_key_with_positions_is_converted_to_the_clients_key() {
        let mut indexes = Indexes::default();
        assert_eq!(indexes.client_key("items.1.price"), "items.1.price");
        indexes.insert("items", Keys::Elements(vec!["3".to_owned(), "7".to_owned()]));
        indexes.insert("items.7.tags", Keys::Elements(vec!["2".to_owned()]));
        indexes.insert("extras", Keys::Members(vec!["1".to_owned(), "0".to_owned()]));
        for (key, client) in [
            ("items", "items"),
            ("items.1.price", "items.7.price"),
            ("items.1.tags.0", "items.7.tags.2"),
            ("items.2.price", "items.2.price"),
            ("items.x", "items.x"),
            ("extras.0.price", "extras.0.price"),
        ] {
            assert_eq!(indexes.client_key(key), client);
        }
    }
}
