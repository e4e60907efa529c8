use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde_json::{Value, json};

use super::{absent, says, sent};
use crate::form::Probe;

fn numbers(value: Value) -> Result<Vec<u8>, Value> {
    sent(Probe::<Vec<u8>>::NEW.reading(), value)
}

fn prices(value: Value) -> Result<BTreeMap<String, u8>, Value> {
    sent(Probe::<BTreeMap<String, u8>>::NEW.reading(), value)
}

#[test]
fn nothing_is_none() {
    let age = || Probe::<Option<u8>>::NEW.reading();
    assert_eq!(absent(age()), Ok(None));
    assert_eq!(sent(age(), json!(null)), Ok(None));
    assert_eq!(sent(age(), json!("")), Ok(None));
    assert_eq!(sent(age(), json!("18")), Ok(Some(18)));
    assert_eq!(sent(age(), json!("x")), says("must be a number"));
    assert_eq!(sent(Probe::<Option<String>>::NEW.reading(), json!("")), Ok(None));
    assert_eq!(sent(Probe::<Option<Vec<u8>>>::NEW.reading(), json!([])), Ok(Some(Vec::new())));
    assert_eq!(sent(Probe::<Box<Option<bool>>>::NEW.reading(), json!("")), Ok(Box::new(None)));
}

#[test]
fn a_list_comes_in_many_ways() {
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
    assert_eq!(absent(Probe::<Vec<u8>>::NEW.reading()), Ok(Vec::new()));
    assert_eq!(absent(Probe::<BTreeSet<u8>>::NEW.reading()), Ok(BTreeSet::new()));
    assert_eq!(sent(Probe::<HashSet<u8>>::NEW.reading(), json!(["1", 1])), Ok(HashSet::from([1])));
    assert_eq!(sent(Probe::<Vec<String>>::NEW.reading(), json!([""])), Ok(vec![String::new()]));
}

#[test]
fn every_element_that_cannot_be_read_is_named_by_the_clients_index() {
    assert_eq!(
        numbers(json!([1, "x", 300])),
        Err(json!({ "field.1": ["must be a number"], "field.2": ["is too large"] }))
    );
    assert_eq!(
        numbers(json!({ "3": 1, "07": "x", "12": null })),
        Err(json!({ "field.07": ["must be a number"], "field.12": ["is required"] }))
    );
    assert_eq!(
        sent(Probe::<Vec<Vec<u8>>>::NEW.reading(), json!([[1], { "5": "x" }])),
        Err(json!({ "field.1.5": ["must be a number"] }))
    );
}

#[test]
fn an_object_with_names_is_no_list() {
    assert_eq!(numbers(json!({ "a": 1 })), says("must be a list"));
    assert_eq!(numbers(json!({ "": 1 })), says("must be a list"));
    assert_eq!(numbers(json!({ "99999999999999999999999": 1 })), says("must be a list"));
    assert_eq!(numbers(json!({ "-1": 1 })), says("must be a list"));
}

#[test]
fn a_map_keeps_its_keys_and_names_what_is_wrong_by_them() {
    assert_eq!(prices(json!({ "a": "1" })), Ok(BTreeMap::from([("a".to_owned(), 1)])));
    assert_eq!(prices(json!({ "a": "x", "b": 2 })), Err(json!({ "field.a": ["must be a number"] })));
    // The client makes a list of an object whose keys are 0 and 1.
    assert_eq!(prices(json!([1])), Ok(BTreeMap::from([("0".to_owned(), 1)])));
    assert_eq!(prices(json!("x")), says("must be an object"));
    for value in [json!({}), json!(null), json!(""), json!([])] {
        assert_eq!(prices(value.clone()), Ok(BTreeMap::new()), "{value}");
    }
    let map = sent(Probe::<HashMap<String, Vec<bool>>>::NEW.reading(), json!({ "a": ["on", ""] }));
    assert_eq!(map, Ok(HashMap::from([("a".to_owned(), vec![true, false])])));
}
