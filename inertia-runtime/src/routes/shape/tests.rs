//! The shapes of path types, and which paths they match.
#![allow(dead_code, reason = "the types are only inspected")]

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, de};

use crate::routes::shape::*;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct EventPath {
    event_id: u64,
    slug: String,
    after: Option<Box<EventPath>>,
    tags: Vec<String>,
}

#[derive(Deserialize)]
struct Id(i64);

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Tab {
    Tickets,
    Guests,
}

/// A type that is read from a string, like a UUID.
struct Code;

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text.len() == 36 { Ok(Self) } else { Err(de::Error::custom("not a code")) }
    }
}

fn kinds<P: DeserializeOwned>(path: &str) -> Result<Vec<Kind>, ShapeMismatch> {
    Shape::of::<P>().0.fit(&RoutePath::new(path))
}

#[test]
fn positional_values_are_matched_in_the_order_of_the_path() {
    assert_eq!(kinds::<i64>("/events/{id}"), Ok(vec![Kind::Large]));
    assert_eq!(kinds::<Id>("/events/{id}"), Ok(vec![Kind::Large]));
    assert_eq!(kinds::<(Id, String)>("/events/{id}/{*rest}"), Ok(vec![Kind::Large, Kind::Text]));
    assert_eq!(kinds::<()>("/events"), Ok(vec![]));
    let tabs = Kind::Word(&["tickets", "guests"]);
    assert_eq!(kinds::<(Tab, bool)>("/{tab}/{open}"), Ok(vec![tabs, Kind::Bool]));
}

#[test]
fn fields_are_matched_by_their_serialized_name() {
    assert_eq!(kinds::<EventPath>("/{slug}/{eventId}"), Ok(vec![Kind::Text, Kind::Large]));
    assert_eq!(kinds::<(i64, EventPath)>("/{id}/{slug}"), Ok(vec![Kind::Large, Kind::Text]));
    assert_eq!(kinds::<EventPath>("/{event_id}"), Err(ShapeMismatch::Missing("event_id".to_owned())));
}

#[test]
fn a_type_that_rejects_the_sample_value_keeps_its_position() {
    assert_eq!(kinds::<Code>("/{code}"), Ok(vec![Kind::Text]));
    assert_eq!(kinds::<(Code, i64)>("/{code}/{id}"), Ok(vec![Kind::Text, Kind::Any]));
}

#[test]
fn too_few_and_too_many_values_do_not_match() {
    assert_eq!(kinds::<()>("/events/{id}"), Err(ShapeMismatch::Missing("id".to_owned())));
    assert_eq!(kinds::<i64>("/{id}/{other}"), Err(ShapeMismatch::Missing("other".to_owned())));
    assert_eq!(kinds::<(i64, i64)>("/{id}"), Err(ShapeMismatch::TooMany(2)));
    assert_eq!(kinds::<i64>("/"), Err(ShapeMismatch::TooMany(1)));
}

#[test]
fn the_values_of_maps_and_lists_are_only_known_at_run_time() {
    let missing = || Err(ShapeMismatch::Missing("a".to_owned()));
    assert_eq!(kinds::<Vec<i64>>("/{a}/{b}"), missing());
    assert_eq!(kinds::<BTreeMap<String, String>>("/{a}"), missing());
    assert!(Shape::of::<Vec<i64>>().0.is_open());
    assert_eq!(kinds::<(i64, Vec<String>)>("/{id}/{*rest}"), Ok(vec![Kind::Large, Kind::Any]));
}

#[derive(Deserialize)]
struct Loose {
    #[serde(alias = "old")]
    id: Option<i64>,
    inner: Id,
    deep: (i64,),
}

#[test]
fn optional_and_nested_values_are_rejected_as_parameters() {
    let optional = |name: &str| Err(ShapeMismatch::Optional(name.to_owned()));
    let nested = |name: &str| Err(ShapeMismatch::Nested(name.to_owned()));
    assert_eq!(kinds::<Option<i64>>("/{id}"), optional("id"));
    assert_eq!(kinds::<(i64, (String,))>("/{id}/{slug}"), nested("slug"));
    assert_eq!(kinds::<(i64, Vec<String>)>("/{id}/{slug}"), nested("slug"));
    assert_eq!(kinds::<Loose>("/{id}"), optional("id"));
    assert_eq!(kinds::<Loose>("/{deep}"), nested("deep"));
    assert_eq!(kinds::<Loose>("/{inner}"), Ok(vec![Kind::Large]));
    assert_eq!(kinds::<Loose>("/{old}"), Err(ShapeMismatch::Missing("old".to_owned())));
}

#[test]
fn a_sample_is_returned_if_the_type_accepts_the_sample_values() {
    let (_, sample) = Shape::of::<Loose>();
    assert_eq!(sample.and_then(|loose: Loose| loose.id), Some(1));
    assert!(Shape::of::<Code>().1.is_none());
}
