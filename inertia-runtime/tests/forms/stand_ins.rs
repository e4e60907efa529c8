//! What stands in for what cannot be read, and what the validator then has no say about.
#![cfg(feature = "garde")]

use inertia::InertiaForm;
use serde::Deserialize;
use serde_json::json;

use crate::harness::submit;

#[derive(Debug, InertiaForm, garde::Validate)]
struct Event {
    #[garde(length(min = 3))]
    title: String,
    #[garde(range(min = 18))]
    age: u8,
    #[garde(matches(title))]
    again: String,
    #[garde(dive, length(min = 2))]
    items: Vec<Item>,
    #[garde(required)]
    size: Option<u8>,
    #[garde(length(min = 2))]
    kinds: Vec<Kind>,
    #[garde(skip)]
    kind: Option<Kind>,
    #[garde(custom(never))]
    #[form(stand_in = Kind::Talk)]
    main: Kind,
    #[garde(custom(never))]
    date: Date,
}

#[derive(Debug, InertiaForm, garde::Validate)]
struct Item {
    #[garde(length(min = 1))]
    name: String,
    #[garde(range(min = 1))]
    price: u32,
}

/// Has no default.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Talk,
}

#[derive(Debug, Default, Deserialize)]
struct Date(u32);

#[allow(clippy::trivially_copy_pass_by_ref, reason = "garde passes its context so")]
fn never<T>(_: &T, (): &()) -> garde::Result {
    Err(garde::Error::new("is never right"))
}

#[tokio::test]
async fn a_field_that_cannot_be_read_has_no_other_message() {
    let form = json!({
        "title": "ab",
        "age": "x",
        "again": ["x"],
        "items": [{ "name": "", "price": "q" }, { "name": "ok", "price": 0 }],
        "size": "x",
        "kinds": ["party", "talk"],
        "kind": "party",
        "main": "party",
        "date": "x",
    });
    let errors = submit::<Event>(form).await.unwrap_err();
    let expected = json!({
        "title": ["length is lower than 3"],
        "age": ["must be a number"],
        "again": ["must be a text"],
        "items.0.name": ["length is lower than 1"],
        "items.0.price": ["must be a number"],
        "items.1.price": ["lower than 1"],
        "size": ["must be a number"],
        // A list that lost an element is not said to be too short.
        "kinds.0": ["must be one of talk"],
        "kind": ["must be one of talk"],
        "main": ["must be one of talk"],
        "date": ["must be a number"],
    });
    assert_eq!(errors, expected);
}

#[tokio::test]
async fn what_can_be_read_is_validated() {
    let form = json!({
        "title": "abc", "age": 18, "again": "abd", "items": [], "kinds": ["talk"], "main": "talk", "date": "7",
    });
    let errors = submit::<Event>(form).await.unwrap_err();
    let keys: Vec<_> = errors.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["again", "date", "items", "kinds", "main", "size"]);
}

#[tokio::test]
async fn a_form_without_a_validator_needs_nothing_to_stand_in() {
    #[derive(Debug, InertiaForm)]
    struct Plain {
        kind: Kind,
        seats: u8,
    }

    let errors = json!({ "kind": ["must be one of talk"], "seats": ["is required"] });
    assert_eq!(submit::<Plain>(json!({ "kind": "party" })).await, Err(errors));
    let shown = "Plain { kind: Talk, seats: 7 }".to_owned();
    assert_eq!(submit::<Plain>(json!({ "kind": "talk", "seats": 7 })).await, Ok(shown));
}
