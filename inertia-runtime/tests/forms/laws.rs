//! Whatever comes is read or refused, and nothing panics.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::LazyLock,
};

use axum::Router;
use inertia::InertiaForm;
use proptest::prelude::*;
use serde::Deserialize;
use serde_json::Value;

use crate::harness::{app, live_all, script, show};

/// One of everything.
#[derive(Debug, InertiaForm)]
struct Everything {
    a: u8,
    b: Option<i128>,
    c: f32,
    d: bool,
    e: String,
    f: char,
    g: Vec<Everything>,
    h: BTreeMap<String, Vec<u8>>,
    i: BTreeSet<i8>,
    j: Box<Option<Nested>>,
    k: Choice,
    l: Vec<Leaf>,
    #[serde(default)]
    m: Option<HashMap<u8, Leaf>>,
    n: Value,
    o: [u8; 2],
}

#[derive(Debug, InertiaForm)]
struct Nested {
    a: Vec<Choice>,
    b: u64,
}

#[derive(Debug, InertiaForm)]
enum Choice {
    A,
    B,
}

#[derive(Debug, Deserialize)]
enum Leaf {
    A,
    B(#[allow(dead_code, reason = "shown by `Debug`")] u8),
    C {
        #[allow(dead_code, reason = "shown by `Debug`")]
        a: Option<Box<Leaf>>,
    },
}

/// JSON whose keys are those of [`Everything`], most of the time.
fn tree() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "[0-9]{1,3}|[ABC]|on|0|-?[0-9]{0,30}(\\.[0-9]{0,3})?(e[0-9]{1,3})?|\\PC{0,4}".prop_map(Value::from),
    ];
    scalar.prop_recursive(6, 64, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map("[a-o]|[0-9]{1,2}|[ABC]|\\PC{0,3}", inner, 0..8)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn object() -> impl Strategy<Value = Value> {
    prop::collection::btree_map("[a-o]", tree(), 0..15)
        .prop_map(|members| Value::Object(members.into_iter().collect()))
}

static APP: LazyLock<Router> = LazyLock::new(|| app(show::<Everything>));

fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

proptest! {
    #[test]
    fn any_text_is_read_refused_or_has_messages(text in "([a-p0-9\\[\\].&=%+]|\\PC){0,60}") {
        let answer = block_on(script().urlencoded(&text).send(&APP));
        prop_assert!(matches!(answer.status.as_u16(), 200 | 400 | 413 | 422), "{answer:?}");
    }

    #[test]
    fn any_tree_is_read_or_has_messages(form in object()) {
        let answer = block_on(script().json(&form).send(&APP));
        prop_assert!(matches!(answer.status.as_u16(), 200 | 422), "{answer:?}");
        if answer.status == 422 {
            let errors = answer.json();
            prop_assert!(!errors["errors"].as_object().unwrap().is_empty());
        }
        let verdict = block_on(live_all().json(&form).send(&APP));
        prop_assert_eq!(answer.status == 200, verdict.status == 204);
    }
}
