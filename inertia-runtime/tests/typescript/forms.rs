//! Forms, with every kind of field.

use std::collections::{BTreeMap, BTreeSet};

use inertia::{InertiaForm, UploadedFile, ts_rs::TS};
use serde::{Deserialize, Deserializer};

/// What somebody fills in.
#[derive(InertiaForm)]
#[serde(rename_all = "camelCase")]
pub struct Everything {
    /// A text.
    some_text: String,
    number: u8,
    large: u64,
    float: f32,
    yes: bool,
    maybe: Option<u32>,
    #[serde(default)]
    by_default: String,
    #[serde(skip)]
    skipped: u8,
    #[serde(rename = "new-name", alias = "old-name")]
    renamed: String,
    file: UploadedFile,
    files: Vec<UploadedFile>,
    #[serde(default)]
    picture: Option<UploadedFile>,
    items: Vec<Item>,
    item: Item,
    maybe_item: Option<Box<Item>>,
    tags: BTreeSet<String>,
    prices: BTreeMap<String, Item>,
    json: serde_json::Value,
    kind: FormKind,
    open: OpenKind,
    wrapped: Wrapped,
    from_serde: FromSerde,
    list_from_serde: Vec<FromSerde>,
    unnamed: Unnamed,
    #[serde(deserialize_with = "somehow")]
    somehow: u8,
    #[serde(deserialize_with = "somehow")]
    #[ts(type = "\"1\" | \"2\"")]
    written: u8,
    #[ts(as = "String")]
    other: Unnamed,
    tree: Tree,
    pair: (u8, FromSerde),
    pairs: Vec<(String, u64)>,
    plain: NamedText,
    shape: ForeignShape,
    by_name: BTreeMap<String, Vec<FromSerde>>,
    maybe_list: Option<Vec<FromSerde>>,
    maybe_foreign: Option<FromSerde>,
    list_of_maybe: Vec<Option<FromSerde>>,
}

/// One of several.
#[derive(InertiaForm)]
pub struct Item {
    name: String,
    price: Option<f64>,
}

/// A form inside itself.
#[derive(InertiaForm)]
pub struct Tree {
    name: String,
    children: Vec<Tree>,
}

#[derive(InertiaForm)]
#[serde(rename_all = "kebab-case")]
pub enum FormKind {
    OneThing,
    #[serde(alias = "another")]
    AnotherThing,
    #[serde(skip)]
    NeverThat,
}

#[derive(InertiaForm)]
pub enum OpenKind {
    Known,
    #[serde(other)]
    Other,
}

#[derive(InertiaForm)]
pub struct Wrapped(u16);

#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(crate = "inertia::ts_rs")]
pub struct FromSerde {
    some_name: String,
}

/// What serde reads as a text.
#[derive(Deserialize, TS)]
#[ts(crate = "inertia::ts_rs")]
pub struct NamedText(String);

/// Data of several shapes.
#[derive(Deserialize, TS)]
#[ts(crate = "inertia::ts_rs")]
pub enum ForeignShape {
    Circle { radius: f64 },
    Pair(u8, u8),
    Nothing,
}

#[derive(Deserialize)]
pub struct Unnamed;

fn somehow<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u8, D::Error> {
    u8::deserialize(deserializer)
}

/// A form of a name that another form has.
pub mod other {
    #[derive(inertia::InertiaForm)]
    #[ts(rename = "OtherItem")]
    pub struct Item {
        text: String,
    }
}
