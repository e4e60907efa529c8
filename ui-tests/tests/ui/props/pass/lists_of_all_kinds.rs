//! `match_on` finds lists inside containers, and `at` finds values inside them.
#![deny(warnings)]

use std::collections::{BTreeMap, HashMap, VecDeque};

use inertia::{InertiaProps, Lazy, Scroll};

#[derive(serde::Serialize)]
struct Row {
    id: u64,
}

#[derive(serde::Serialize)]
struct Found<T> {
    data: Vec<T>,
}

type Rows = Lazy<Vec<Row>>;

#[derive(InertiaProps)]
struct Page {
    #[merge(match_on = "id")]
    vec: Vec<Row>,
    #[merge(match_on = "id")]
    alias: Rows,
    #[merge(match_on = "id")]
    array: [Row; 2],
    #[merge(match_on = "id")]
    deque: Lazy<VecDeque<Row>>,
    #[merge(match_on = "id")]
    map: Lazy<HashMap<String, Row>>,
    #[merge(match_on = "id")]
    tree: BTreeMap<u64, Row>,
    #[merge(match_on = "id")]
    option: Lazy<Option<Vec<Row>>>,
    #[merge(match_on = "id")]
    boxed: Box<[Row]>,
    #[merge(match_on = "id", at = "data")]
    held: Found<Row>,
    #[merge(match_on = "id", at = "data")]
    lazily_held: Lazy<Found<Box<Row>>>,
    #[scroll(match_on = "id")]
    scroll: Lazy<Scroll<Box<Row>>>,
}

fn main() {}
