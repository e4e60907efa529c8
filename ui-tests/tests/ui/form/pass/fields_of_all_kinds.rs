//! A field may be a type that forms read directly, another form, or a type that serde deserializes.
#![deny(warnings)]
#![allow(dead_code)]

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use inertia::{InertiaForm, UploadedFile};

#[derive(serde::Deserialize)]
struct Slug(String);

#[derive(serde::Deserialize)]
#[serde(tag = "kind")]
enum Place {
    Online { url: String },
    Hall { seats: u32 },
}

#[derive(InertiaForm)]
struct Item {
    name: String,
    price: f64,
}

type Items = Vec<Item>;
type MaybeSlug = Option<Slug>;

#[derive(InertiaForm)]
struct Order {
    number: u8,
    balance: i64,
    share: f32,
    agreed: bool,
    letter: char,
    text: String,
    shared: Arc<str>,
    boxed: Box<str>,
    maybe: Option<u32>,
    list: Vec<String>,
    lists: Vec<Vec<u64>>,
    set: HashSet<u32>,
    ordered_set: BTreeSet<String>,
    map: HashMap<String, u8>,
    ordered_map: BTreeMap<String, Vec<bool>>,
    json: serde_json::Value,
    item: Item,
    maybe_item: Option<Item>,
    boxed_item: Box<Item>,
    items: Items,
    items_by_name: BTreeMap<String, Item>,
    slug: Slug,
    maybe_slug: MaybeSlug,
    slugs: Vec<Slug>,
    slugs_by_name: HashMap<String, Slug>,
    place: Place,
    pair: (u8, String),
    array: [u8; 2],
    file: UploadedFile,
    maybe_file: Option<UploadedFile>,
    files: Vec<UploadedFile>,
}

/// Contains itself.
#[derive(InertiaForm)]
struct Comment {
    text: String,
    answers: Vec<Comment>,
    quoted: Option<Box<Self>>,
}

#[derive(InertiaForm)]
struct Nothing {}

#[derive(InertiaForm)]
struct Logout;

fn is_form<F: InertiaForm>() {}

fn main() {
    is_form::<Order>();
    is_form::<Comment>();
    is_form::<Nothing>();
    is_form::<Logout>();
}
