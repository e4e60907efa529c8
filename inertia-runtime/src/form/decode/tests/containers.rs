use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde_json::{Value, json};

use crate::form::Probe;
use crate::form::decode::tests::{fails_with, read_json, read_missing};

fn numbers(value: Value) -> Result<Vec<u8>, Value> {
    read_json(Probe::<Vec<u8>>::NEW.reading(), value)
}

fn prices(value: Value) -> Result<BTreeMap<String, u8>, Value> {
    read_json(Probe::<BTreeMap<String, u8>>::NEW.reading(), value)
}

#[test]
fn missing_and_empty_values_are_none() {
    let age = || Probe::<Option<u8>>::NEW.reading();
    assert_eq!(read_missing(age()), Ok(None));
    assert_eq!(read_json(age(), json!(null)), Ok(None));
    assert_eq!(read_json(age(), json!("")), Ok(None));
    assert_eq!(read_json(age(), json!("18")), Ok(Some(18)));
    assert_eq!(read_json(age(), json!("x")), fails_with("must be a number"));
    assert_eq!(read_json(Probe::<Option<String>>::NEW.reading(), json!("")), Ok(None));
    assert_eq!(read_json(Probe::<Option<Vec<u8>>>::NEW.reading(), json!([])), Ok(Some(Vec::new())));
    assert_eq!(read_json(Probe::<Box<Option<bool>>>::NEW.reading(), json!("")), Ok(Box::new(None)));
}

#[test]
fn a_list_is_read_from_every_encoding() {
    for value in [
        json!([1, 2]),
        json!(["1", "2"]),
        json!({ "0": 1, "1": 2 }),
        json!({ "7": 2, "3": 1 }),
        json!({ "10": 2, "9": 1 }),
    ] {
        assert_eq!(numbers(value.clone()), Ok(vec![1, 2]), "{value}");
    }
    assert_eq!(numbers(json!("1")), Ok(vec![1]));
    for value in [json!([]), json!(""), json!(null), json!({})] {
        assert_eq!(numbers(value.clone()), Ok(Vec::new()), "{value}");
    }
    assert_eq!(read_missing(Probe::<Vec<u8>>::NEW.reading()), Ok(Vec::new()));
    assert_eq!(read_missing(Probe::<BTreeSet<u8>>::NEW.reading()), Ok(BTreeSet::new()));
    assert_eq!(read_json(Probe::<HashSet<u8>>::NEW.reading(), json!(["1", 1])), Ok(HashSet::from([1])));
    assert_eq!(read_json(Probe::<Vec<String>>::NEW.reading(), json!([""])), Ok(vec![String::new()]));
}

#[test]
fn an_element_that_cannot_be_read_has_the_clients_index() {
    assert_eq!(
        numbers(json!([1, "x", 300])),
        Err(json!({ "field.1": ["must be a number"], "field.2": ["is too large"] }))
    );
    assert_eq!(
        numbers(json!({ "3": 1, "07": "x", "12": null })),
        Err(json!({ "field.07": ["must be a number"], "field.12": ["is required"] }))
    );
    assert_eq!(
        read_json(Probe::<Vec<Vec<u8>>>::NEW.reading(), json!([[1], { "5": "x" }])),
        Err(json!({ "field.1.5": ["must be a number"] }))
    );
}

#[test]
fn an_object_with_names_is_not_a_list() {
    assert_eq!(numbers(json!({ "a": 1 })), fails_with("must be a list"));
    assert_eq!(numbers(json!({ "": 1 })), fails_with("must be a list"));
    assert_eq!(numbers(json!({ "99999999999999999999999": 1 })), fails_with("must be a list"));
    assert_eq!(numbers(json!({ "-1": 1 })), fails_with("must be a list"));
}

#[test]
fn a_map_keeps_its_keys_and_reports_problems_under_them() {
    assert_eq!(prices(json!({ "a": "1" })), Ok(BTreeMap::from([("a".to_owned(), 1)])));
    assert_eq!(prices(json!({ "a": "x", "b": 2 })), Err(json!({ "field.a": ["must be a number"] })));
    // The client sends an object with the keys 0 and 1 as a list.
    assert_eq!(prices(json!([1])), Ok(BTreeMap::from([("0".to_owned(), 1)])));
    assert_eq!(prices(json!("x")), fails_with("must be an object"));
    for value in [json!({}), json!(null), json!(""), json!([])] {
        assert_eq!(prices(value.clone()), Ok(BTreeMap::new()), "{value}");
    }
    let map = read_json(Probe::<HashMap<String, Vec<bool>>>::NEW.reading(), json!({ "a": ["on", ""] }));
    assert_eq!(map, Ok(HashMap::from([("a".to_owned(), vec![true, false])])));
}
