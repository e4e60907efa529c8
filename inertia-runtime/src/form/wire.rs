//! From the paths of a validator, which name Rust's fields, to the keys that the client knows.

use std::borrow::Cow;

use super::key_tree::KeyTree;

/// One step of a path through a form, as a validator says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'a> {
    /// Into a field of a struct, by its Rust name, or into a map, by its key.
    Field(&'a str),
    /// Into a list, by the place in the value.
    Index(usize),
}

/// How a type leads on from one step to what lies below it.
pub type Below = fn(Step<'_>) -> Option<Wire>;

/// Where a step leads: under which name, and how to go on there.
#[derive(Debug, Clone, Copy)]
pub struct Wire {
    name: Name,
    below: Below,
}

#[derive(Debug, Clone, Copy)]
enum Name {
    /// A field's name on the wire.
    Is(&'static str),
    /// The step says it itself: a map's key, a place in a list.
    Same,
}

impl Wire {
    /// Into a field that has this name on the wire.
    pub const fn field(name: &'static str, below: Below) -> Self {
        Self { name: Name::Is(name), below }
    }

    /// Into an element of a list or a map.
    pub const fn element(below: Below) -> Self {
        Self { name: Name::Same, below }
    }

    /// Into a member of a struct: what `members` says of it, which are its Rust names, its names on the wire and what
    /// is below.
    pub fn member(step: Step<'_>, members: &[(&str, &'static str, Below)]) -> Option<Self> {
        let Step::Field(field) = step else { return None };
        // The validators leave a raw identifier as it is.
        let field = field.strip_prefix("r#").unwrap_or(field);
        let (_, name, below) = members.iter().find(|(rust, ..)| *rust == field)?;
        Some(Self::field(name, *below))
    }
}

/// Which keys the client has for the elements of lists whose places in the value say something else: of an object with
/// digits for keys, of a map, of a list that lost an element. By the path of the list.
#[derive(Debug, Clone, Default)]
pub(crate) struct Indexes(KeyTree<Option<Keys>>);

#[derive(Debug, Clone)]
pub(crate) enum Keys {
    /// Of a list, by place.
    Places(Vec<String>),
    /// Of a map, in its own order, for validators that count its members.
    Members(Vec<String>),
    /// A set's elements have no place in what the client sent.
    Nowhere,
}

impl Indexes {
    pub(crate) fn insert(&mut self, list: &str, keys: Keys) {
        *self.0.entry(list, |_| ()) = Some(keys);
    }

    /// The key of an element that a validator names by its place.
    fn key(&self, list: &str, index: usize) -> Cow<'_, str> {
        match self.0.get(list).and_then(Option::as_ref) {
            None => index.to_string().into(),
            Some(Keys::Places(keys) | Keys::Members(keys)) => {
                keys.get(index).map(String::as_str).unwrap_or_default().into()
            }
            Some(Keys::Nowhere) => "".into(),
        }
    }

    /// The client's key for one that names the elements of lists by their places in the value.
    pub(crate) fn client_key<'k>(&self, key: &'k str) -> Cow<'k, str> {
        if self.0.is_empty() {
            return key.into();
        }
        let mut path = String::with_capacity(key.len());
        let mut list = Some(&self.0);
        for name in key.split('.') {
            let places = match list.map(KeyTree::value) {
                Some(Some(Keys::Places(keys))) => name.parse().ok().and_then(|index: usize| keys.get(index)),
                _ => None,
            };
            let name = places.map_or(name, String::as_str);
            push(&mut path, name);
            list = list.and_then(|list| list.child(name));
        }
        path.into()
    }
}

/// A path of a validator on its way to the client's key.
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

    /// One step on. Below a type of which nothing is known, steps are the names.
    pub(crate) fn step(&mut self, step: Step<'_>) {
        let wire = self.below.and_then(|below| below(step));
        self.below = wire.map(|wire| wire.below);
        match (wire.map(|wire| wire.name), step) {
            (Some(Name::Is(name)), _) | (_, Step::Field(name)) => push(&mut self.path, name),
            (_, Step::Index(index)) => match &*self.indexes.key(&self.path, index) {
                // The message is about the list.
                "" => {}
                key => push(&mut self.path, key),
            },
        }
    }

    pub(crate) fn into_key(self) -> String {
        self.path
    }
}

/// One name more at the end of a dotted path.
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
    fn every_name_on_the_way_is_the_clients() {
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
    fn a_raw_identifier_is_its_name() {
        fn raw(step: Step<'_>) -> Option<Wire> {
            Wire::member(step, &[("type", "kind", nothing)])
        }
        let none = Indexes::default();
        let mut path = WirePath::new(raw, &none);
        path.step(Step::Field("r#type"));
        assert_eq!(path.into_key(), "kind");
    }

    #[test]
    fn an_element_has_the_clients_own_index_or_none() {
        use Step::{Field, Index};
        let mut indexes = Indexes::default();
        indexes.insert("lineItems", Keys::Places(vec!["3".to_owned(), "7".to_owned()]));
        assert_eq!(
            key(&indexes, &[Field("line_items"), Index(1), Field("unit_price")]),
            "lineItems.7.unitPrice"
        );
        assert_eq!(key(&indexes, &[Field("line_items"), Index(2)]), "lineItems");
    }

    #[test]
    fn a_key_by_places_becomes_the_clients() {
        let mut indexes = Indexes::default();
        assert_eq!(indexes.client_key("items.1.price"), "items.1.price");
        indexes.insert("items", Keys::Places(vec!["3".to_owned(), "7".to_owned()]));
        indexes.insert("items.7.tags", Keys::Places(vec!["2".to_owned()]));
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
