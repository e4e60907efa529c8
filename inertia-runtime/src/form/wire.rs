//! From the paths of a validator, which name Rust's fields, to the keys that the client knows.

use std::collections::BTreeMap;

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
        let (_, name, below) = members.iter().find(|(rust, ..)| *rust == field)?;
        Some(Self::field(name, *below))
    }
}

/// Which keys the client has for the elements of lists whose places in the value say something else: of an object with
/// digits for keys, of a map, of a list that lost an element. By the path of the list.
#[derive(Debug, Default)]
pub(crate) struct Indexes(BTreeMap<String, Vec<String>>);

impl Indexes {
    pub(crate) fn insert(&mut self, list: &str, keys: Vec<String>) {
        self.0.insert(list.to_owned(), keys);
    }

    fn of(&self, list: &str) -> Option<&[String]> {
        self.0.get(list).map(Vec::as_slice)
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
            (_, Step::Index(index)) => self.index(index),
        }
    }

    fn index(&mut self, index: usize) {
        match self.indexes.of(&self.path) {
            None => push(&mut self.path, &index.to_string()),
            // An element without a key is one of a set: the message is about the set.
            Some(keys) => keys.get(index).into_iter().for_each(|key| push(&mut self.path, key)),
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
    fn an_element_has_the_clients_own_index_or_none() {
        use Step::{Field, Index};
        let mut indexes = Indexes::default();
        indexes.insert("lineItems", vec!["3".to_owned(), "7".to_owned()]);
        assert_eq!(
            key(&indexes, &[Field("line_items"), Index(1), Field("unit_price")]),
            "lineItems.7.unitPrice"
        );
        assert_eq!(key(&indexes, &[Field("line_items"), Index(2)]), "lineItems");
    }
}
