//! A form with every kind of field, and a page with a large prop, behind a router.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use axum::{
    Router,
    extract::State,
    routing::{any, get},
};
use http::Method;
use inertia::{ErrorBag, FormLimits, Inertia, InertiaForm, InertiaProps, Touched, UploadedFile, Valid};
use serde::Deserialize;
use serde_json::Value;

use crate::raw::{Ask, JSON, MULTIPART, URLENCODED, multipart};

#[derive(Debug, InertiaForm, garde::Validate)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "it is read by formatting it")]
struct Everything {
    #[garde(range(min = 3))]
    number: u8,
    #[garde(skip)]
    large: i64,
    #[garde(skip)]
    float_number: Option<f64>,
    #[garde(skip)]
    checked: bool,
    #[garde(length(min = 2))]
    text: String,
    #[garde(skip)]
    letter: Option<char>,
    #[garde(length(max = 3), inner(range(max = 9)))]
    list: Vec<u16>,
    #[garde(dive)]
    items: Vec<Item>,
    #[garde(dive)]
    nested: Nested,
    #[garde(skip)]
    map: BTreeMap<String, BTreeMap<String, u8>>,
    #[garde(dive)]
    hashed: HashMap<String, Item>,
    #[garde(skip)]
    set: BTreeSet<u8>,
    #[garde(skip)]
    choice: Choice,
    #[garde(skip)]
    wrapped: Option<Wrapped>,
    #[garde(skip)]
    leaf: Option<Leaf>,
    #[garde(skip)]
    leaves: Vec<Leaf>,
    #[garde(skip)]
    any: Value,
    #[garde(skip)]
    cover: Option<UploadedFile>,
    #[garde(skip)]
    files: Vec<UploadedFile>,
}

#[derive(Debug, Default, InertiaForm, garde::Validate)]
#[allow(dead_code, reason = "it is read by formatting it")]
struct Item {
    #[garde(length(min = 1))]
    name: String,
    #[garde(range(min = 1))]
    price: u32,
    #[garde(skip)]
    file: Option<UploadedFile>,
}

#[derive(Debug, InertiaForm, garde::Validate)]
#[allow(dead_code, reason = "it is read by formatting it")]
struct Nested {
    #[garde(dive)]
    inner: Item,
    #[garde(dive)]
    maybe: Option<Item>,
    #[garde(skip)]
    lists: Vec<Vec<u8>>,
}

#[derive(Debug, InertiaForm)]
enum Choice {
    One,
    Two,
}

#[derive(Debug, InertiaForm)]
#[allow(dead_code, reason = "it is read by formatting it")]
struct Wrapped(i32);

/// A type that only serde knows.
#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "it is read by formatting it")]
enum Leaf {
    Unit,
    New(u8),
    Pair(u8, String),
    Named { a: Option<bool>, b: Vec<f32> },
}

#[derive(Clone)]
struct Db;

impl Db {
    async fn has(&self, text: &str) -> bool {
        tokio::task::yield_now().await;
        text == "taken"
    }
}

async fn taken(form: &Everything, touched: &Touched, db: &Db) -> Result<(), ErrorBag> {
    if touched.wants("text") && db.has(&form.text).await {
        return Err(ErrorBag::of("text", "is taken"));
    }
    Ok(())
}

#[inertia::precognition(Everything, check = taken)]
async fn handler(State(_): State<Db>, form: Valid<Everything>) -> String {
    let form = form.into_inner();
    for file in &form.files {
        let bytes = file.bytes().await.expect("it can be read");
        assert_eq!(bytes.len() as u64, file.size());
    }
    format!("{form:?}")
}

/// A page with an object that a partial reload can ask a part of.
#[derive(InertiaProps)]
struct Table {
    table: BTreeMap<String, u32>,
}

#[inertia::page("Table")]
async fn table() -> Table {
    Table { table: (0..10_000).map(|at| (format!("m{at}"), at)).collect() }
}

/// Limits that are soon reached.
pub(super) const SMALL: FormLimits = FormLimits::new()
    .body(50_000)
    .field(2_000)
    .file(4_000)
    .memory(1_000)
    .files(6)
    .fields(200)
    .depth(8)
    .name(100);

pub(crate) fn app(limits: FormLimits) -> Router {
    let inertia = Inertia::builder().key([7; 32]).version("v1").form_limits(limits).build();
    let inertia = inertia.expect("the settings are fine");
    Router::new()
        .route("/", any(handler))
        .route("/form", get(async || "the form"))
        .route("/table", get(table))
        .layer(inertia.layer())
        .with_state(Db)
}

/// What the form looks like when it is right, or nearly so.
pub(super) fn requests() -> Vec<Ask> {
    let json = r#"{"number": 5, "large": -7, "floatNumber": 1.5, "checked": true, "text": "abc", "letter": "x",
        "list": [1, "2"], "items": [{"name": "a", "price": 1}, {"name": "", "price": "x"}],
        "nested": {"inner": {"name": "i", "price": 2}, "maybe": null, "lists": [[1], [2, 3]]},
        "map": {"a": {"b": 1}}, "hashed": {"k": {"name": "h", "price": 3}}, "set": [1, 1, 2], "choice": "One",
        "wrapped": 9, "leaf": "Unit", "leaves": [{"New": 1}, {"Pair": [1, "x"]}, {"Named": {"a": true, "b": [0.5]}}],
        "any": {"x": [null]}}"#;
    let query = "number=5&large=-7&floatNumber=1.5&checked=on&text=abc&letter=x&list[]=1&list[]=2&items[0][name]=a\
        &items[0][price]=1&items[2][name]=&items[2][price]=x&nested[inner][name]=i&nested.inner.price=2&nested[maybe]=\
        &nested[lists][0][]=1&nested[lists][1][]=2&map[a][b]=1&hashed[k][name]=h&hashed[k][price]=3&set=1&set=2\
        &choice=Two&wrapped=9&leaf=Unit&leaves[0][New]=1&leaves[1][Named][a]=&leaves[1][Named][b][]=0.5&any[x][]=";
    let live = "number=5&list[]=1&items[]=[object%20Object]&nested={%22inner%22:{%22name%22:%22i%22}}&map={%22a%22:{}}&text=taken";
    let parts = multipart(&[
        ("name=\"number\"", "5"),
        ("name=\"large\"", "1"),
        ("name=\"text\"", "abc"),
        ("name=\"choice\"", "One"),
        ("name=\"nested[inner][name]\"", "i"),
        ("name=\"nested[inner][price]\"", "1"),
        ("name=\"any\"", ""),
        ("name=\"cover\"; filename=\"c.png\"\r\nContent-Type: image/png", &"x".repeat(1_500)),
        ("name=\"files[]\"; filename=\"a\"", "1"),
        ("name=\"files[]\"; filename=\"b\"", ""),
        ("name=\"files[]\"; filename=\"\"", ""),
        ("name=\"items[0][file]\"; filename=\"f\"", "1"),
    ]);
    vec![
        Ask::body(Method::POST, JSON, json).visit(),
        Ask::body(Method::PUT, JSON, json).http(),
        Ask::body(Method::POST, JSON, json).live(),
        Ask::query(Method::GET, query).http(),
        Ask::query(Method::DELETE, query).http(),
        Ask::query(Method::GET, live).live(),
        Ask::body(Method::POST, URLENCODED, query).http(),
        Ask::body(Method::POST, MULTIPART, &*parts).http(),
        Ask::body(Method::POST, MULTIPART, &*parts).live(),
        Ask::body(Method::PATCH, MULTIPART, &*parts).visit().header("referer", "http://localhost/form"),
    ]
}
