//! Pages, with every kind of prop.

use std::collections::{BTreeMap, HashMap};

use inertia::{InertiaProps, Lazy, Page, Scroll, ts_rs::TS};
use serde::{Serialize, Serializer};

/// What every page has.
#[derive(InertiaProps, Default)]
#[serde(rename_all = "camelCase")]
pub struct Shared {
    /// Its name.
    app_name: &'static str,
    #[nested]
    user: Option<User>,
}

/// Who is there.
#[derive(InertiaProps)]
pub struct User {
    name: String,
    #[defer]
    unread: Lazy<u32>,
}

/// What redirects flash.
#[derive(TS)]
#[ts(crate = "inertia::ts_rs")]
pub struct Flash {
    toast: Toast,
}

#[derive(TS)]
#[ts(crate = "inertia::ts_rs")]
pub struct Toast {
    text: String,
    #[ts(optional)]
    undo: Option<String>,
}

/// An event in a list.
///
/// Its second paragraph ends a comment with */ and goes on.
#[derive(Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(crate = "inertia::ts_rs")]
pub struct Card {
    id: u32,
    /// When it starts.
    starts_at: String,
    poster: Option<String>,
    #[serde(rename = "strange-name")]
    strange: bool,
    kind: Kind,
    /// Not the end of it: */ indeed.
    #[ts(type = "keyof Kind")]
    place: (f64, f64),
    related: Vec<Card>,
}

#[derive(Serialize, TS, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[serde(rename_all = "kebab-case")]
#[ts(crate = "inertia::ts_rs")]
pub enum Kind {
    Concert,
    PublicReading,
    SomethingElseThatHasALongName,
    AndOneMoreOfThose,
}

/// Data of several shapes.
#[derive(Serialize, TS)]
#[serde(tag = "type", rename_all = "lowercase")]
#[ts(crate = "inertia::ts_rs")]
pub enum Shape {
    Circle { radius: f64 },
    Rectangle { width: f64, height: f64, corners: Vec<f64>, a_field_with_a_long_name: String },
    Nothing,
}

#[derive(Serialize, TS)]
#[ts(crate = "inertia::ts_rs")]
pub struct Paged<T> {
    items: Vec<T>,
    more: bool,
}

/// The props of `Every/Kind`.
#[derive(InertiaProps)]
#[serde(rename_all = "camelCase")]
pub struct EveryKind {
    /// Sent on every full visit.
    plain_value: u32,
    lazy: Lazy<f64>,
    #[always]
    always: bool,
    #[optional]
    optional: Lazy<Vec<Card>>,
    #[defer]
    deferred: Lazy<Option<Card>>,
    #[defer(group = "g", rescue, timeout = "2s")]
    rescued: Lazy<Shape>,
    #[optional(rescue)]
    optional_rescued: Lazy<u8>,
    #[merge(match_on = "id")]
    merged: Lazy<Vec<Card>>,
    #[prepend]
    prepended: Vec<String>,
    #[deep_merge]
    deep: HashMap<String, Vec<Card>>,
    #[once]
    once: Lazy<BTreeMap<Kind, u32>>,
    #[defer]
    #[once]
    deferred_once: Lazy<Paged<Card>>,
    #[scroll]
    feed: Lazy<Scroll<Card>>,
    #[scroll(wrapper = "items")]
    wrapped: Scroll<u8>,
    #[defer]
    #[scroll]
    late_feed: Lazy<Scroll<Card>>,
    #[nested]
    group: Group,
    #[nested]
    maybe: Option<Group>,
    #[nested]
    #[serde(skip_serializing_if = "Option::is_none")]
    left_out: Option<Group>,
    #[nested]
    #[serde(flatten)]
    spliced: Spliced,
    #[serde(rename = "new name")]
    renamed: char,
    #[serde(skip)]
    skipped: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_always: Option<String>,
    #[serde(serialize_with = "as_text")]
    #[ts(type = "string")]
    written: u64,
    #[ts(as = "Option<Kind>")]
    other: Unnamed,
    kinds: Vec<Kind>,
    kinds_by_name: BTreeMap<String, Kind>,
    words: Vec<Option<String>>,
    json: serde_json::Value,
    r#type: &'static str,
    /// Ends a comment with */ and goes on.
    commented: u8,
    #[ts(type = "readonly string[]")]
    frozen: Vec<String>,
    #[ts(type = "(a: number, b: { c: string }) => void")]
    function: u8,
    tree: JsonTree,
    pair: (Kind, Option<Kind>, BTreeMap<String, Kind>, Vec<Option<Kind>>, (f64, f64, f64)),
}

/// A type inside itself.
#[derive(Serialize, TS)]
#[serde(untagged)]
#[ts(crate = "inertia::ts_rs")]
pub enum JsonTree {
    Leaf(u8),
    Nodes(HashMap<String, JsonTree>),
}

/// A group of props.
#[derive(InertiaProps)]
pub struct Group {
    here: u8,
    #[optional]
    later: Lazy<u8>,
}

#[derive(InertiaProps)]
pub struct Spliced {
    flat: u8,
    /// Fetched afterwards.
    #[defer]
    flat_later: Lazy<u8>,
}

#[derive(Serialize)]
pub struct Unnamed;

fn as_text<S: Serializer>(value: &u64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

#[inertia::page("Every/Kind")]
pub async fn every_kind() -> Result<Page<EveryKind>, inertia::Redirect> {
    Err(inertia::Redirect::to("/"))
}

/// Two handlers with one component.
#[derive(InertiaProps)]
#[ts(rename = "OneOfTwo")]
pub struct First {
    first: u8,
}

#[derive(InertiaProps)]
pub struct Second {
    second: u8,
}

#[inertia::page("Two")]
pub async fn first() -> First {
    First { first: 1 }
}

#[inertia::page("Two")]
pub async fn second() -> Second {
    Second { second: 2 }
}

/// Generic props stand where they are used.
#[derive(InertiaProps)]
pub struct Listing<T> {
    /// All of them.
    rows: Vec<T>,
}

#[inertia::page("Generic")]
pub async fn generic() -> Listing<Toasted> {
    Listing { rows: Vec::new() }
}

#[derive(Serialize, TS)]
#[ts(crate = "inertia::ts_rs")]
pub struct Toasted {
    brown: bool,
}

/// A page without props.
#[derive(InertiaProps)]
pub struct Empty;

#[inertia::page("Empty")]
pub async fn empty() -> Empty {
    Empty
}

/// What the types cannot promise.
#[derive(InertiaProps)]
pub struct Doubtful {
    large: u64,
    larges: Vec<Option<i64>>,
    #[ts(type = "number")]
    large_but_fine: i128,
    #[ts(type = "bigint")]
    mistaken: u64,
    unnamed: Vec<Unnamed>,
    #[serde(serialize_with = "as_text")]
    written_somehow: u64,
    inside: Inside,
}

#[derive(Serialize, TS)]
#[ts(crate = "inertia::ts_rs")]
pub struct Inside {
    deep: (u64, String),
}

#[inertia::page("Doubtful")]
pub async fn doubtful() -> Result<Doubtful, inertia::Redirect> {
    Err(inertia::Redirect::to("/"))
}

/// What it returns depends on who calls it.
#[inertia::page("Open")]
pub async fn open<T: Serialize + Send + 'static>() -> Listing<T> {
    Listing { rows: Vec::new() }
}
