//! What types of paths look like, and which paths they fit.
#![allow(dead_code, reason = "the types are looked at, and never made")]

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, de};

use super::*;

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

/// Reads itself from text, as a UUID does.
struct Code;

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text.len() == 36 { Ok(Self) } else { Err(de::Error::custom("no code")) }
    }
}

fn kinds<P: DeserializeOwned>(path: &str) -> Result<Vec<Kind>, Misfit> {
    Shape::of::<P>().0.fit(&RoutePath::new(path))
}

#[test]
fn values_with_a_place_go_in_the_order_of_the_path() {
    assert_eq!(kinds::<i64>("/events/{id}"), Ok(vec![Kind::Large]));
    assert_eq!(kinds::<Id>("/events/{id}"), Ok(vec![Kind::Large]));
    assert_eq!(kinds::<(Id, String)>("/events/{id}/{*rest}"), Ok(vec![Kind::Large, Kind::Text]));
    assert_eq!(kinds::<()>("/events"), Ok(vec![]));
    let tabs = Kind::Word(&["tickets", "guests"]);
    assert_eq!(kinds::<(Tab, bool)>("/{tab}/{open}"), Ok(vec![tabs, Kind::Bool]));
}

#[test]
fn fields_go_where_their_name_on_the_wire_is() {
    assert_eq!(kinds::<EventPath>("/{slug}/{eventId}"), Ok(vec![Kind::Text, Kind::Large]));
    assert_eq!(kinds::<(i64, EventPath)>("/{id}/{slug}"), Ok(vec![Kind::Large, Kind::Text]));
    assert_eq!(kinds::<EventPath>("/{event_id}"), Err(Misfit::Missing("event_id".to_owned())));
}

#[test]
fn a_type_that_refuses_what_is_tried_keeps_its_place() {
    assert_eq!(kinds::<Code>("/{code}"), Ok(vec![Kind::Text]));
    assert_eq!(kinds::<(Code, i64)>("/{code}/{id}"), Ok(vec![Kind::Text, Kind::Any]));
}

#[test]
fn too_few_and_too_many_do_not_fit() {
    assert_eq!(kinds::<()>("/events/{id}"), Err(Misfit::Missing("id".to_owned())));
    assert_eq!(kinds::<i64>("/{id}/{other}"), Err(Misfit::Missing("other".to_owned())));
    assert_eq!(kinds::<(i64, i64)>("/{id}"), Err(Misfit::TooMany(2)));
    assert_eq!(kinds::<i64>("/"), Err(Misfit::TooMany(1)));
}

#[test]
fn of_maps_and_lists_only_a_value_can_tell() {
    let missing = || Err(Misfit::Missing("a".to_owned()));
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
fn what_may_be_missing_or_is_not_one_value_goes_into_no_path() {
    let optional = |name: &str| Err(Misfit::Optional(name.to_owned()));
    let nested = |name: &str| Err(Misfit::Nested(name.to_owned()));
    assert_eq!(kinds::<Option<i64>>("/{id}"), optional("id"));
    assert_eq!(kinds::<(i64, (String,))>("/{id}/{slug}"), nested("slug"));
    assert_eq!(kinds::<(i64, Vec<String>)>("/{id}/{slug}"), nested("slug"));
    assert_eq!(kinds::<Loose>("/{id}"), optional("id"));
    assert_eq!(kinds::<Loose>("/{deep}"), nested("deep"));
    assert_eq!(kinds::<Loose>("/{inner}"), Ok(vec![Kind::Large]));
    assert_eq!(kinds::<Loose>("/{old}"), Err(Misfit::Missing("old".to_owned())));
}

#[test]
fn one_is_made_where_ones_will_do() {
    let (_, made) = Shape::of::<Loose>();
    assert_eq!(made.and_then(|loose: Loose| loose.id), Some(1));
    assert!(Shape::of::<Code>().1.is_none());
}
