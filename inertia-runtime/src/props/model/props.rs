//! Random props: a description, and the table and values that a derive would generate for it.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::props::{
    Lazy, PropsTable, PropsWriter, Resolvers, Schema, Scroll, WriteError,
    field::{Field, FieldMut, PlainField as _},
    lazy,
    schema::{Merge, PropSpec},
};

/// The model's description of a prop or group.
#[derive(Debug, Clone)]
pub(super) enum Node {
    Prop(Prop),
    Group { name: String, splice: bool, present: bool, members: Vec<Node> },
}

#[derive(Debug, Clone)]
pub(super) struct Prop {
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) value: Outcome,
    pub(super) merge: Option<(Merge, &'static str, &'static [&'static str])>,
    pub(super) once: Option<Once>,
    pub(super) scroll: Option<ScrollOptions>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind {
    Plain,
    Always,
    Optional,
    Defer(&'static str),
}

#[derive(Debug, Clone, Copy)]
pub(super) struct ScrollOptions {
    pub(super) match_on: Option<&'static str>,
}

#[derive(Debug, Clone)]
pub(super) struct Once {
    pub(super) key: Option<String>,
    pub(super) fresh: bool,
}

/// The outcome of resolving a prop.
#[derive(Debug, Clone)]
pub(super) enum Outcome {
    Json(Value),
    /// Not serialized.
    Skipped,
    /// Fails, and is rescued.
    Fails,
}

impl Node {
    pub(super) fn plain(name: &str, value: Value) -> Self {
        let value = Outcome::Json(value);
        Self::Prop(Prop {
            name: name.to_owned(),
            kind: Kind::Plain,
            value,
            merge: None,
            once: None,
            scroll: None,
        })
    }
}

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(json!(null)),
        Just(json!(7)),
        Just(json!("x\"}<")),
        Just(json!([{ "id": 1, "a": { "b": 2 } }]))
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        let key = prop_oneof![4 => "[a-f]", 1 => Just("list".to_owned()), 1 => Just("data".to_owned())];
        prop::collection::btree_map(key, inner, 0..4).prop_map(|map| json!(map))
    })
}

fn prop() -> impl Strategy<Value = Prop> {
    let kind = prop_oneof![
        4 => Just(Kind::Plain),
        1 => Just(Kind::Always),
        1 => Just(Kind::Optional),
        1 => Just(Kind::Defer("one")),
        1 => Just(Kind::Defer("two")),
    ];
    let merge = prop_oneof![
        4 => Just(None),
        1 => Just(Some((Merge::Append, "", &["id"][..]))),
        1 => Just(Some((Merge::Append, "list", &[][..]))),
        1 => Just(Some((Merge::Prepend, "a.list", &["id"][..]))),
        1 => Just(Some((Merge::Deep, "", &["list.id", "a.id"][..]))),
    ];
    let once = prop::option::weighted(0.3, (prop::bool::ANY, prop::bool::ANY));
    let scroll = prop::option::weighted(
        0.2,
        prop::option::of(Just("id")).prop_map(|match_on| ScrollOptions { match_on }),
    );
    let outcome = prop_oneof![8 => json_value().prop_map(Outcome::Json), 1 => Just(Outcome::Skipped), 1 => Just(Outcome::Fails)];
    (kind, merge, once, scroll, outcome).prop_map(|(kind, mut merge, once, scroll, mut value)| {
        let mut once = once.map(|(keyed, fresh)| Once { key: keyed.then(String::new), fresh });
        if scroll.is_some() {
            (merge, once) = (None, None);
        }
        let rescuable = matches!(kind, Kind::Optional | Kind::Defer(_));
        if !rescuable && matches!(value, Outcome::Fails) {
            value = Outcome::Json(json!({ "a": 1, "b": { "list": [] } }));
        }
        Prop { name: String::new(), kind, value, merge, once, scroll }
    })
}

/// Random props of one level, named `a`, `b`, … in order, and groups of them up to this depth. `presence` is the probability that
/// a group has a value. (Shared groups always have one: if no prop of a provider is needed, the runtime does not call it and
/// cannot know whether its groups are absent.)
pub(super) fn level(depth: u32, marker: &'static str, presence: f64) -> impl Strategy<Value = Vec<Node>> {
    let leaf = prop().prop_map(Node::Prop);
    let node = leaf.prop_recursive(depth, 24, 4, move |inner| {
        (prop::bool::weighted(0.25), prop::bool::weighted(presence), prop::collection::vec(inner, 0..5))
            .prop_map(|(splice, present, members)| Node::Group {
                name: String::new(),
                splice,
                present,
                members,
            })
    });
    prop::collection::vec(node, 0..5).prop_map(move |mut nodes| {
        let mut keys = 0;
        rename(&mut nodes, &mut 0, marker, &mut keys);
        nodes
    })
}

/// Gives the props of one level different names, and those with an explicit once key different keys.
fn rename(nodes: &mut [Node], next: &mut usize, marker: &str, keys: &mut usize) {
    for node in nodes {
        match node {
            Node::Group { splice: true, members, .. } => rename(members, next, marker, keys),
            Node::Group { name, members, .. } => {
                *name = letter(next);
                rename(members, &mut 0, marker, keys);
            }
            Node::Prop(prop) => {
                prop.name = letter(next);
                if let Some(Once { key: Some(key), .. }) = &mut prop.once {
                    *keys += 1;
                    // Some keys look like paths in the header lists, and are used by both a shared prop and a page's prop.
                    *key = if *keys < 3 { format!("a.{keys}") } else { format!("{marker}-{keys}") };
                }
            }
        }
    }
}

fn letter(next: &mut usize) -> String {
    *next += 1;
    match u8::try_from(*next - 1) {
        Ok(place) if place < 26 => char::from(b'a' + place).to_string(),
        _ => format!("n{next}"),
    }
}

/// The table that a derive would generate.
pub(super) fn schema(nodes: &[Node]) -> &'static Schema {
    let specs: Vec<PropSpec> = nodes.iter().map(spec).collect();
    Box::leak(Box::new(Schema::new(Vec::leak(specs))))
}

fn spec(node: &Node) -> PropSpec {
    match node {
        Node::Group { splice: true, members, .. } => PropSpec::splice(schema(members)),
        Node::Group { name, members, .. } => {
            PropSpec::group(leak(name), leak(&format!(",\"{name}\":")), schema(members))
        }
        Node::Prop(prop) => {
            let mut spec = PropSpec::new(leak(&prop.name), leak(&format!(",\"{}\":", prop.name)));
            spec = match prop.kind {
                Kind::Plain => spec,
                Kind::Always => spec.always(),
                Kind::Optional => spec.optional().rescue(),
                Kind::Defer(group) => spec.defer(group).rescue(),
            };
            if let Some((mode, at, match_on)) = prop.merge {
                spec = spec.merge(mode, at, match_on);
            }
            if let Some(once) = &prop.once {
                spec = spec.once::<()>(once.key.as_deref().map(leak), None);
            }
            if let Some(ScrollOptions { match_on }) = prop.scroll {
                spec = spec.scroll("page", "data", match_on);
            }
            spec
        }
    }
}

fn leak(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

/// The values of one level, written as generated code would write them.
pub(super) struct Values(Vec<FieldValue>);

enum FieldValue {
    Value(Option<Lazy<Value>>),
    Scroll(Lazy<Scroll<Value>>),
    Group(Option<Values>),
}

pub(super) fn values(nodes: &[Node]) -> Values {
    Values(nodes.iter().map(field_value).collect())
}

fn field_value(node: &Node) -> FieldValue {
    match node {
        Node::Group { present, members, .. } => FieldValue::Group(present.then(|| values(members))),
        Node::Prop(prop) => match (&prop.value, &prop.scroll) {
            (Outcome::Fails, Some(_)) => FieldValue::Scroll(lazy(async { Err("down") })),
            (Outcome::Fails, None) => FieldValue::Value(Some(lazy(async { Err("down") }).fresh(fresh(prop)))),
            (Outcome::Json(value), Some(_)) => {
                let value = value.clone();
                FieldValue::Scroll(lazy(async move { Scroll::page(vec![value], 2, false) }))
            }
            (Outcome::Json(value), None) => {
                let value = value.clone();
                FieldValue::Value(Some(lazy(async move { value }).fresh(fresh(prop))))
            }
            (Outcome::Skipped, _) => FieldValue::Value(None),
        },
    }
}

fn fresh(prop: &Prop) -> bool {
    prop.once.as_ref().is_some_and(|once| once.fresh)
}

impl Values {
    pub(super) fn visit<'a>(&'a mut self, resolvers: &mut Resolvers<'a>) {
        self.__inertia_resolvers(resolvers);
    }

    pub(super) fn put(&self, writer: &mut PropsWriter<'_>) -> Result<(), WriteError> {
        self.__inertia_write(writer)
    }
}

impl PropsTable for Values {
    // The tests pass the table to the runtime explicitly, so this one is never read.
    const SCHEMA: &'static Schema = &Schema::new(&[]);

    fn __inertia_resolvers<'a>(&'a mut self, resolvers: &mut Resolvers<'a>) {
        for value in &mut self.0 {
            match value {
                FieldValue::Value(Some(value)) => resolvers.prop(FieldMut(value).resolver()),
                FieldValue::Value(None) => resolvers.prop(None),
                FieldValue::Scroll(scroll) => resolvers.prop(FieldMut(scroll).resolver()),
                FieldValue::Group(group) => resolvers.group(Some(group)),
            }
        }
    }

    fn __inertia_write(&self, writer: &mut PropsWriter<'_>) -> Result<(), WriteError> {
        for value in &self.0 {
            match value {
                FieldValue::Value(Some(value)) => writer.prop(Field(value).value())?,
                FieldValue::Value(None) => writer.prop(Field(&()).value().filter(|()| false))?,
                FieldValue::Scroll(scroll) => writer.scroll(Field(scroll).value())?,
                FieldValue::Group(group) => writer.group(Some(group))?,
            }
        }
        Ok(())
    }
}
