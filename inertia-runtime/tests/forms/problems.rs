//! What cannot be read is reported, all of it at once.

use std::collections::BTreeMap;

use inertia::InertiaForm;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::harness::{app, script, show, submit, told};

#[derive(Debug, InertiaForm)]
struct Event {
    title: String,
    seats: u16,
    public: bool,
    venue: Venue,
    tickets: Vec<Ticket>,
    prices: BTreeMap<String, f64>,
    tags: Vec<String>,
    kind: Kind,
    slug: Option<Slug>,
}

#[derive(Debug, InertiaForm)]
struct Venue {
    city: String,
    floor: i8,
}

#[derive(Debug, InertiaForm)]
struct Ticket {
    name: String,
    price: u32,
}

#[derive(Debug, InertiaForm)]
enum Kind {
    Talk,
    Workshop,
}

#[derive(Debug, InertiaForm)]
struct Slug(String);

#[tokio::test]
async fn everything_that_cannot_be_read_is_said_at_once() {
    let form = json!({
        "title": null,
        "seats": 70_000,
        "public": "maybe",
        "venue": { "floor": "x" },
        "tickets": [{ "name": "a", "price": 1 }, { "price": "1.5" }, 7],
        "prices": { "adult": "12,50" },
        "tags": [["x"]],
        "kind": "Party",
        "slug": {},
    });
    let errors = json!({
        "title": ["is required"],
        "seats": ["is too large"],
        "public": ["must be true or false"],
        "venue.city": ["is required"],
        "venue.floor": ["must be a number"],
        "tickets.1.name": ["is required"],
        "tickets.1.price": ["must be a whole number"],
        "tickets.2": ["must be an object"],
        "prices.adult": ["must be a number"],
        "tags.0": ["must be a text"],
        "kind": ["must be one of Talk, Workshop"],
        "slug": ["must be a text"],
    });
    assert_eq!(submit::<Event>(form).await, Err(errors));
}

#[tokio::test]
async fn a_nested_form_that_did_not_come_says_what_it_misses() {
    let errors = json!({
        "title": ["is required"], "seats": ["is required"], "kind": ["is required"],
        "venue.city": ["is required"], "venue.floor": ["is required"],
    });
    assert_eq!(submit::<Event>(json!({})).await, Err(errors.clone()));
    assert_eq!(submit::<Event>(json!({ "venue": null })).await, Err(errors.clone()));
    assert_eq!(submit::<Event>(json!({ "venue": "" })).await, Err(errors));
}

#[tokio::test]
async fn what_a_browser_writes_is_what_a_script_writes() {
    let html = "title=RustConf&seats=120&public=on&venue[city]=Bonn&venue[floor]=-1&tickets[3][name]=Day\
                &tickets[3][price]=12&prices[adult]=12.5&tags[]=a&tags[]=b&kind=Talk&slug=";
    let script_form = json!({
        "title": "RustConf", "seats": 120, "public": true, "venue": { "city": "Bonn", "floor": -1 },
        "tickets": [{ "name": "Day", "price": 12 }], "prices": { "adult": 12.5 }, "tags": ["a", "b"], "kind": "Talk",
        "slug": null,
    });
    let browser = told(&script().urlencoded(html).send(&app(show::<Event>)).await);
    assert_eq!(browser, submit::<Event>(script_form).await);
    assert!(browser.is_ok(), "{browser:?}");
}

#[derive(Debug, InertiaForm)]
#[serde(rename_all = "camelCase")]
struct Defaults {
    #[serde(default)]
    per_page: u8,
    #[serde(default = "ten")]
    page_size: u8,
    #[serde(alias = "q", alias = "query")]
    search: Option<String>,
    #[serde(skip)]
    secret: u8,
    #[serde(default, deserialize_with = "minutes")]
    length: Option<u32>,
}

fn ten() -> u8 {
    10
}

fn minutes<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<u32>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let digits = text.strip_suffix("min").and_then(|digits| digits.parse().ok());
    digits.map(Some).ok_or_else(|| serde::de::Error::custom("must be minutes"))
}

#[tokio::test]
async fn serdes_attributes_are_honoured() {
    let shown = |per_page, page_size, search: Option<&str>, length: Option<u32>| {
        let (search, secret) = (search.map(str::to_owned), 0);
        Ok(format!("{:?}", Defaults { per_page, page_size, search, secret, length }))
    };
    assert_eq!(submit::<Defaults>(json!({ "secret": 7 })).await, shown(0, 10, None, None));
    let form = json!({ "perPage": 2, "pageSize": "3", "query": "x", "length": "90min" });
    assert_eq!(submit::<Defaults>(form).await, shown(2, 3, Some("x"), Some(90)));
    let errors = json!({ "perPage": ["must be a number"], "length": ["must be minutes"] });
    assert_eq!(submit::<Defaults>(json!({ "perPage": "x", "length": "90" })).await, Err(errors));
    // A field that came empty is no field that did not come.
    assert_eq!(
        submit::<Defaults>(json!({ "perPage": "" })).await,
        Err(json!({ "perPage": ["is required"] }))
    );
}

#[tokio::test]
async fn no_more_than_a_thousand_fields_have_messages() {
    #[derive(Debug, InertiaForm)]
    struct Many {
        numbers: Vec<u8>,
    }

    let numbers: Vec<Value> = (0..990).map(|_| json!("x")).collect();
    let errors = submit::<Many>(json!({ "numbers": numbers })).await.unwrap_err();
    assert_eq!(errors.as_object().map(serde_json::Map::len), Some(990));
}
