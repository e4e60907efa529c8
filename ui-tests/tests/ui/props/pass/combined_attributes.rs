//! Attributes that do not conflict can be combined, in any order.
#![deny(warnings)]

use inertia::{InertiaProps, Lazy, Scroll};

#[derive(serde::Serialize)]
struct Row {
    id: u64,
}

#[derive(InertiaProps)]
struct Page {
    #[defer]
    #[merge(match_on = "id")]
    #[once]
    rows: Lazy<Vec<Row>>,
    #[once(key = "newest")]
    #[prepend]
    #[defer(group = "newest", rescue)]
    newest: Lazy<Vec<Row>>,
    #[once]
    #[optional(timeout = "1s")]
    #[deep_merge]
    export: Lazy<Vec<Row>>,
    #[always]
    #[once]
    plans: Lazy<u64>,
    #[always]
    #[merge]
    messages: Vec<Row>,
    #[scroll]
    #[defer(group = "feed")]
    feed: Lazy<Scroll<Row>>,
    #[optional]
    #[scroll(match_on = "id")]
    archive: Lazy<Scroll<Row>>,
    #[merge(at = "rows")]
    #[serde(rename = "result")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[defer]
    found: Lazy<Option<Row>>,
}

fn main() {}
