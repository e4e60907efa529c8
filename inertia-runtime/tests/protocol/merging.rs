//! What the client is told to merge: the labels, and what items are matched on.

use axum::Router;
use inertia::{Cursor, InertiaProps, Lazy, Scroll, lazy};
use serde::Serialize;
use serde_json::{Value, json};

use crate::harness::{Ask, app, log, page, partial, visit};

#[derive(Serialize)]
struct Row {
    id: u8,
}

#[derive(Serialize)]
struct Table {
    data: Vec<Row>,
    total: u8,
}

#[derive(Serialize)]
struct Chat {
    messages: Vec<Row>,
    buckets: Vec<Row>,
}

/// Every way to merge.
#[derive(InertiaProps)]
struct Merging {
    #[merge(match_on = "id")]
    rows: Vec<Row>,
    #[prepend]
    news: Lazy<Vec<u8>>,
    #[merge(at = "data", match_on = "id")]
    table: Lazy<Table>,
    #[deep_merge(match_on("messages.id", "buckets.id"))]
    chat: Lazy<Chat>,
    #[defer]
    #[prepend(match_on = "id")]
    later: Lazy<Vec<Row>>,
    #[optional]
    #[deep_merge]
    export: Lazy<Value>,
    #[scroll(page_name = "p", wrapper = "items", match_on = "id")]
    feed: Lazy<Scroll<Row>>,
    plain: u8,
}

fn merging() -> Router {
    #[inertia::page("Event/Index")]
    async fn index() -> Merging {
        Merging {
            rows: vec![Row { id: 1 }],
            news: lazy(async { vec![2] }),
            table: lazy(async { Table { data: vec![Row { id: 3 }], total: 4 } }),
            chat: lazy(async { Chat { messages: vec![Row { id: 5 }], buckets: vec![] } }),
            later: lazy(async { vec![Row { id: 6 }] }),
            export: lazy(async { json!({}) }),
            feed: lazy(async {
                Scroll::cursor(vec![Row { id: 7 }], Cursor::None, "here", Some("there".to_owned()))
            }),
            plain: 8,
        }
    }
    app(index)
}

fn cursors(reset: bool) -> Value {
    json!({"feed": {
        "pageName": "p", "previousPage": null, "nextPage": "there", "currentPage": "here", "reset": reset,
    }})
}

/// The four lists of labels, without the empty ones.
fn labels(append: &[&str], prepend: &[&str], deep: &[&str], match_on: &[&str]) -> Value {
    let lists = [
        ("mergeProps", append),
        ("prependProps", prepend),
        ("deepMergeProps", deep),
        ("matchPropsOn", match_on),
    ];
    let lists = lists.into_iter().filter(|(_, list)| !list.is_empty());
    Value::Object(lists.map(|(name, list)| (name.to_owned(), json!(list))).collect())
}

/// One list of labels and more besides.
fn and(mut labels: Value, name: &str, entry: Value) -> Value {
    labels[name] = entry;
    labels
}

async fn sent(ask: Ask, props: Value, rest: Value) {
    assert_eq!(ask.page(&merging()).await, page(props, rest));
}

#[tokio::test]
async fn a_full_visit_labels_every_merged_prop_deferred_and_optional_ones_included() {
    let rest = labels(
        &["rows", "table.data", "feed.items"],
        &["news", "later"],
        &["chat", "export"],
        &["rows.id", "table.data.id", "chat.messages.id", "chat.buckets.id", "later.id", "feed.items.id"],
    );
    let rest = and(rest, "scrollProps", cursors(false));
    let props = json!({
        "rows": [{"id": 1}], "news": [2], "table": {"data": [{"id": 3}], "total": 4},
        "chat": {"messages": [{"id": 5}], "buckets": []}, "feed": {"items": [{"id": 7}]}, "plain": 8,
    });
    sent(visit(), props, and(rest, "deferredProps", json!({"default": ["later"]}))).await;
}

#[tokio::test]
async fn a_partial_labels_the_merged_props_that_it_sends_and_never_announces_deferred_ones() {
    sent(partial().only("rows"), json!({"rows": [{"id": 1}]}), labels(&["rows"], &[], &[], &["rows.id"]))
        .await;
    sent(partial().only("news,plain"), json!({"news": [2], "plain": 8}), labels(&[], &["news"], &[], &[]))
        .await;
    sent(partial().only("later"), json!({"later": [{"id": 6}]}), labels(&[], &["later"], &[], &["later.id"]))
        .await;
    sent(
        partial().except("rows,news,table,chat,feed,plain"),
        json!({"later": [{"id": 6}], "export": {}}),
        labels(&[], &["later"], &["export"], &["later.id"]),
    )
    .await;
}

#[tokio::test]
async fn a_label_that_is_named_itself_is_kept() {
    let label = labels(&["table.data"], &[], &[], &["table.data.id"]);
    sent(partial().only("table.data"), json!({"table": {"data": [{"id": 3}]}}), label).await;
    let label = labels(&["feed.items"], &[], &[], &["feed.items.id"]);
    let props = json!({"feed": {"items": [{"id": 7}]}});
    sent(partial().only("feed.items"), props, and(label, "scrollProps", cursors(false))).await;
}

#[tokio::test]
async fn a_label_that_is_not_named_goes_with_its_match_entries() {
    sent(partial().only("table.total"), json!({"table": {"total": 4}}), json!({})).await;
    sent(partial().only("chat.messages"), json!({"chat": {"messages": [{"id": 5}]}}), json!({})).await;
    sent(partial().only("rows.0"), json!({"rows": [{"id": 1}]}), json!({})).await;
}

#[tokio::test]
async fn a_label_that_something_drops_goes_with_its_match_entries() {
    sent(partial().only("table").except("table.data"), json!({"table": {"total": 4}}), json!({})).await;
    // What is dropped beside the label does not matter to it.
    let label = labels(&["table.data"], &[], &[], &["table.data.id"]);
    sent(partial().only("table").except("table.total"), json!({"table": {"data": [{"id": 3}]}}), label).await;
}

#[tokio::test]
async fn the_label_of_a_deep_merge_stays_when_a_part_is_dropped() {
    let label = labels(&[], &[], &["chat"], &["chat.messages.id", "chat.buckets.id"]);
    let ask = partial().only("chat").except("chat.buckets");
    sent(ask, json!({"chat": {"messages": [{"id": 5}]}}), label).await;
}

#[tokio::test]
async fn reset_leaves_out_a_label_that_it_names_by_prop_label_or_ancestor() {
    let rows = json!({"rows": [{"id": 1}]});
    let table = json!({"table": {"data": [{"id": 3}], "total": 4}});
    sent(partial().only("rows").reset("rows"), rows.clone(), json!({})).await;
    sent(partial().only("table").reset("table"), table.clone(), json!({})).await;
    sent(partial().only("table,table.data").reset("table.data"), table.clone(), json!({})).await;
    let label = labels(&["table.data"], &[], &[], &["table.data.id"]);
    sent(partial().only("table").reset("table.total"), table, label).await;
    sent(partial().only("rows").reset("row"), rows, labels(&["rows"], &[], &[], &["rows.id"])).await;
    let feed = json!({"feed": {"items": [{"id": 7}]}});
    for reset in ["feed", "feed.items"] {
        let ask = partial().only("feed").reset(reset);
        sent(ask, feed.clone(), json!({"scrollProps": cursors(true)})).await;
    }
}

#[tokio::test]
async fn reset_leaves_out_labels_on_full_visits_alike() {
    let page = visit().reset("rows,table.data,chat,later,feed").page(&merging()).await;
    assert_eq!(page["scrollProps"], cursors(true));
    assert_eq!(page["prependProps"], json!(["news"]));
    assert_eq!(page["deepMergeProps"], json!(["export"]));
    assert_eq!((page.get("mergeProps"), page.get("matchPropsOn")), (None, None));
    assert_eq!(page["deferredProps"], json!({"default": ["later"]}));
}

#[tokio::test]
async fn a_prop_that_is_skipped_at_run_time_counts_as_not_sent() {
    fn always<T>(_: &T) -> bool {
        true
    }
    #[derive(InertiaProps)]
    struct Index {
        #[merge]
        #[serde(skip_serializing_if = "Vec::is_empty")]
        rows: Vec<u8>,
        #[once]
        #[serde(skip_serializing_if = "always")]
        plans: Lazy<u8>,
        #[scroll]
        #[serde(skip_serializing_if = "always")]
        feed: Scroll<u8>,
        other: u8,
    }
    #[inertia::page("Event/Index")]
    async fn index() -> Index {
        Index { rows: vec![], plans: lazy(async { 1 }), feed: Scroll::page(vec![2], 1, false), other: 3 }
    }
    assert_eq!(partial().page(&app(index)).await, page(json!({"other": 3}), json!({})));
    let full = visit().page(&app(index)).await;
    assert_eq!((&full["props"], full.get("scrollProps")), (&json!({"errors": {}, "other": 3}), None));
}

#[tokio::test]
async fn a_field_to_match_on_that_items_do_not_have_is_reported_with_those_they_have() {
    #[derive(InertiaProps)]
    struct Index {
        #[merge(match_on(unchecked = "rowId"))]
        rows: Vec<Value>,
        #[scroll(match_on(unchecked = "id"))]
        feed: Scroll<Value>,
        #[merge(match_on(unchecked = "id"))]
        none: Vec<Value>,
    }
    #[inertia::page("Event/Index")]
    async fn index() -> Index {
        let rows = vec![json!({"row_id": 1, "name": 2}), json!({"rowId": 3})];
        Index { rows, feed: Scroll::page(vec![json!({"id": 1})], 1, false), none: vec![] }
    }
    let log = log();
    let page = visit().page(&app(index)).await;
    assert_eq!(page["matchPropsOn"], json!(["rows.rowId", "feed.data.id", "none.id"]));
    let lines = log.lines("Event/Index");
    assert_eq!(lines.len(), usize::from(cfg!(debug_assertions)), "{lines:?}");
    for line in lines {
        for part in ["`rows`", "`rowId`", "`name`", "`row_id`"] {
            assert!(line.contains(part), "{line}");
        }
    }
}
