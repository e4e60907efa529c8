//! Each attribute alone, with and without its options, in both spellings.
#![deny(warnings)]

use inertia::{InertiaProps, Lazy, Scroll};

#[derive(serde::Serialize)]
struct Row {
    id: u64,
    starts_at: u64,
    r#type: String,
}

#[derive(serde::Serialize)]
struct Found {
    rows: Vec<Row>,
}

#[derive(serde::Serialize)]
struct Tree {
    buckets: Vec<Row>,
    result: Found,
}

#[derive(InertiaProps)]
struct Page {
    plain: u64,
    lazy: Lazy<u64>,
    #[always]
    always: u64,
    #[always]
    always_lazy: Lazy<u64>,
    #[optional]
    optional: Lazy<u64>,
    #[optional(rescue, timeout = "2s")]
    optional_guarded: Lazy<u64>,
    #[defer]
    defer: Lazy<u64>,
    #[defer(group = "other things", rescue, timeout = "250ms")]
    defer_guarded: Lazy<u64>,
    #[merge]
    merge: Vec<u64>,
    #[merge(match_on = "id")]
    merge_matched: Vec<Row>,
    #[merge(match_on("startsAt"))]
    merge_matched_in_parentheses: Lazy<Vec<Row>>,
    #[merge(match_on(unchecked = "anything at all"))]
    merge_unchecked: serde_json::Value,
    #[merge(at = "rows")]
    merge_at: Lazy<Found>,
    #[prepend]
    prepend: Vec<u64>,
    #[prepend(at = "result.rows", match_on = "type")]
    prepend_at: Tree,
    #[deep_merge]
    deep_merge: Tree,
    #[deep_merge(match_on = "id")]
    deep_merge_list: Vec<Row>,
    #[deep_merge(match_on("buckets.id", "result.rows.startsAt", unchecked = "x.y"))]
    deep_merge_lists: Lazy<Tree>,
    #[once]
    once: Lazy<u64>,
    #[once(key = "plans v2", expires_in = "1h30m")]
    once_named: Lazy<u64>,
    #[scroll]
    scroll: Scroll<Row>,
    #[scroll(page_name = "p", wrapper = "items", match_on = "id")]
    scroll_named: Lazy<Scroll<Row>>,
    #[inertia(defer(group = "g"), merge(match_on = "id"))]
    long: Lazy<Vec<Row>>,
    #[inertia(always)]
    long_word: u64,
}

fn main() {
    fn is_page<P: inertia::IntoPage>() {}
    is_page::<Page>();
}
