//! The entries about props: what is deferred, merged, matched, scrolled, remembered, rescued, shared.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::Router;
use inertia::{Cursor, Inertia, InertiaProps, Lazy, Scroll, lazy};
use serde::Serialize;
use serde_json::{Value, json};

use crate::harness::{Ask, app, page, partial, unneeded, visit, with};

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

#[derive(InertiaProps)]
struct Grouped {
    #[nested]
    panel: Panel,
    #[scroll]
    log: Scroll<u8>,
}

#[derive(InertiaProps)]
struct Panel {
    #[merge(at = "a.b", match_on(unchecked = "id"))]
    deep: Value,
    #[scroll]
    feed: Lazy<Scroll<Row>>,
    #[defer(group = "slow")]
    #[scroll(wrapper = "rows")]
    later: Lazy<Scroll<u8>>,
    #[once(expires_in = "90s")]
    plans: Lazy<u8>,
}

fn grouped() -> Router {
    #[inertia::page("Event/Index")]
    async fn index() -> Grouped {
        let panel = Panel {
            deep: json!({"a": {"b": [{"id": 1}]}}),
            feed: lazy(async { Scroll::page(vec![Row { id: 2 }], 2, false) }),
            later: lazy(async { Scroll::page(vec![3], 3, true) }),
            plans: lazy(async { 4 }),
        };
        Grouped { panel, log: Scroll::page(vec![5], 1, true) }
    }
    app(index)
}

fn entry(current: u8, previous: Option<u8>, next: Option<u8>, reset: bool) -> Value {
    json!({
        "pageName": "page", "previousPage": previous, "nextPage": next, "currentPage": current, "reset": reset,
    })
}

#[tokio::test]
async fn nested_props_are_named_by_their_full_paths_in_every_entry() {
    let mut answer = visit().page(&grouped()).await;
    let expires = answer["onceProps"]["panel.plans"]["expiresAt"].take();
    assert!(expires.is_u64());
    let expected = page(
        json!({
            "panel": {"deep": {"a": {"b": [{"id": 1}]}}, "feed": {"data": [{"id": 2}]}, "plans": 4},
            "log": {"data": [5]},
        }),
        json!({
            "deferredProps": {"slow": ["panel.later"]},
            "mergeProps": ["panel.deep.a.b", "panel.feed.data", "panel.later.rows", "log.data"],
            "matchPropsOn": ["panel.deep.a.b.id"],
            "scrollProps": {
                "panel.feed": entry(2, Some(1), None, false), "log": entry(1, None, Some(2), false),
            },
            "onceProps": {"panel.plans": {"prop": "panel.plans", "expiresAt": null}},
        }),
    );
    assert_eq!(answer, expected);
}

#[tokio::test]
async fn an_ancestor_in_reset_starts_all_that_is_below_anew() {
    let ask = partial().only("panel.feed,panel.deep").reset("panel");
    let expected = page(
        json!({"panel": {"deep": {"a": {"b": [{"id": 1}]}}, "feed": {"data": [{"id": 2}]}}}),
        json!({"scrollProps": {"panel.feed": entry(2, Some(1), None, true)}}),
    );
    assert_eq!(ask.page(&grouped()).await, expected);
}

#[tokio::test]
async fn resetting_a_nested_path_sends_its_siblings_and_their_entries() {
    let mut answer = partial().only("panel.feed").reset("panel.feed").page(&grouped()).await;
    answer["onceProps"]["panel.plans"]["expiresAt"].take();
    let expected = page(
        json!({"panel": {
            "deep": {"a": {"b": [{"id": 1}]}}, "feed": {"data": [{"id": 2}]}, "later": {"rows": [3]}, "plans": 4,
        }}),
        json!({
            "mergeProps": ["panel.deep.a.b", "panel.later.rows"],
            "matchPropsOn": ["panel.deep.a.b.id"],
            "scrollProps": {
                "panel.feed": entry(2, Some(1), None, true), "panel.later": entry(3, Some(2), Some(4), false),
            },
            "onceProps": {"panel.plans": {"prop": "panel.plans", "expiresAt": null}},
        }),
    );
    assert_eq!(answer, expected);
}

#[tokio::test]
async fn the_fetch_of_a_deferred_scroll_prop_carries_no_intent_and_appends() {
    let ask = partial().only("panel.later").header("cache-control", "no-cache");
    let expected = page(
        json!({"panel": {"later": {"rows": [3]}}}),
        json!({
            "mergeProps": ["panel.later.rows"],
            "scrollProps": {"panel.later": entry(3, Some(2), Some(4), false)},
        }),
    );
    assert_eq!(ask.page(&grouped()).await, expected);
}

#[tokio::test]
async fn an_intent_applies_to_every_scroll_prop_that_is_sent() {
    let scrolls =
        json!({"panel.feed": entry(2, Some(1), None, false), "log": entry(1, None, Some(2), false)});
    let props = json!({"panel": {"feed": {"data": [{"id": 2}]}}, "log": {"data": [5]}});
    let labels = json!(["panel.feed.data", "log.data"]);
    let ask = partial().only("panel.feed,log");
    for (intent, list) in [("prepend", "prependProps"), ("append", "mergeProps"), ("other", "mergeProps")] {
        let expected = page(props.clone(), json!({list: labels, "scrollProps": scrolls}));
        assert_eq!(ask.clone().scrolling(intent).page(&grouped()).await, expected);
    }
    // Lists that are merged for another reason keep their direction.
    let answer = partial().only("panel.deep,log").scrolling("prepend").page(&grouped()).await;
    assert_eq!(answer["mergeProps"], json!(["panel.deep.a.b"]));
    assert_eq!(answer["prependProps"], json!(["log.data"]));
}

#[tokio::test]
async fn cursors_are_numbers_strings_or_null() {
    #[derive(InertiaProps)]
    struct Index {
        #[scroll]
        numbers: Scroll<u8>,
        #[scroll]
        tokens: Scroll<u8>,
        #[scroll(page_name = "q")]
        ends: Scroll<u8>,
    }
    #[inertia::page("Event/Index")]
    async fn index() -> Index {
        Index {
            numbers: Scroll::page(vec![], 3, true),
            tokens: Scroll::cursor(vec![], "a", Cursor::None, String::from("b")),
            ends: Scroll::cursor(vec![], None::<u64>, 0_u64, None::<&str>),
        }
    }
    let scrolls = visit().page(&app(index)).await["scrollProps"].take();
    let expected = json!({
        "numbers": {"pageName": "page", "previousPage": 2, "nextPage": 4, "currentPage": 3, "reset": false},
        "tokens": {"pageName": "page", "previousPage": "a", "nextPage": "b", "currentPage": null, "reset": false},
        "ends": {"pageName": "q", "previousPage": null, "nextPage": null, "currentPage": 0, "reset": false},
    });
    assert_eq!(scrolls, expected);
}

#[tokio::test]
async fn groups_of_deferred_props_come_in_declaration_order() {
    #[derive(InertiaProps)]
    struct Index {
        #[defer(group = "z")]
        one: Lazy<u8>,
        #[defer]
        two: Lazy<u8>,
        #[nested]
        box_office: Group,
        #[defer(group = "a")]
        four: Lazy<u8>,
        #[defer(group = "z")]
        five: Lazy<u8>,
    }
    #[derive(InertiaProps)]
    struct Group {
        #[defer(group = "z")]
        three: Lazy<u8>,
    }
    #[inertia::page("Event/Index")]
    async fn index() -> Index {
        let box_office = Group { three: unneeded() };
        Index { one: unneeded(), two: unneeded(), box_office, four: unneeded(), five: unneeded() }
    }
    let answer = visit().send(&app(index)).await;
    let groups = r#""deferredProps":{"z":["one","box_office.three","five"],"default":["two"],"a":["four"]}}"#;
    assert!(answer.body.ends_with(groups), "{}", answer.body);
}

fn now() -> u64 {
    u64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap()
}

#[tokio::test]
async fn expiry_is_epoch_milliseconds_computed_anew_for_every_entry_sent() {
    #[derive(InertiaProps)]
    struct Index {
        #[once]
        forever: Lazy<u8>,
        #[once(expires_in = "1h")]
        hour: Lazy<u8>,
        #[once(expires_in = "1h")]
        fixed: Lazy<u8>,
        #[defer]
        #[once(expires_in = "2s")]
        later: Lazy<u8>,
    }
    #[inertia::page("Event/Index")]
    async fn index() -> Index {
        let at = UNIX_EPOCH + Duration::from_millis(1_900_000_000_123);
        Index {
            forever: lazy(async { 1 }),
            hour: lazy(async { 2 }),
            fixed: lazy(async { 3 }).expires_at(at),
            later: unneeded(),
        }
    }
    for held in ["", "forever,hour,fixed,later"] {
        let before = now();
        let mut once = visit().holding(held).page(&app(index)).await["onceProps"].take();
        let after = now();
        for (key, ttl) in [("hour", 3_600_000), ("later", 2_000)] {
            let at = once[key]["expiresAt"].take().as_u64().unwrap();
            assert!((before + ttl..=after + ttl).contains(&at), "{key}: {at}");
        }
        let expected = json!({
            "forever": {"prop": "forever", "expiresAt": null},
            "hour": {"prop": "hour", "expiresAt": null},
            "fixed": {"prop": "fixed", "expiresAt": 1_900_000_000_123_u64},
            "later": {"prop": "later", "expiresAt": null},
        });
        assert_eq!(once, expected);
    }
}

#[tokio::test]
async fn a_partial_has_once_entries_for_props_that_are_sent_whole_only() {
    #[derive(InertiaProps)]
    struct Index {
        #[once]
        #[merge(at = "rows")]
        plans: Lazy<Value>,
        other: u8,
    }
    #[inertia::page("Event/Index")]
    async fn index() -> Index {
        Index { plans: lazy(async { json!({"a": 1, "rows": [2]}) }), other: 3 }
    }
    let app = app(index);
    let whole = json!({"plans": {"a": 1, "rows": [2]}});
    let once = json!({"plans": {"prop": "plans", "expiresAt": null}});
    let label = json!(["plans.rows"]);
    let cases = [
        (partial().only("plans"), whole.clone(), json!({"mergeProps": label, "onceProps": once})),
        (partial().except("other"), whole.clone(), json!({"mergeProps": label, "onceProps": once})),
        (partial().only("plans.rows"), json!({"plans": {"rows": [2]}}), json!({"mergeProps": label})),
        (
            partial().only("plans").except("plans.a"),
            json!({"plans": {"rows": [2]}}),
            json!({"mergeProps": label}),
        ),
        (partial().only("plans").reset("plans"), whole.clone(), json!({})),
        (partial().only("other"), json!({"other": 3}), json!({})),
    ];
    for (ask, props, rest) in cases {
        assert_eq!(ask.page(&app).await, page(props, rest));
    }
    // Once entries of full visits stay.
    let reset = visit().reset("plans").page(&app).await;
    assert_eq!(reset, page(json!({"plans": {"a": 1, "rows": [2]}, "other": 3}), json!({"onceProps": once})));
}

#[derive(InertiaProps)]
struct Rescuing {
    #[defer(rescue)]
    #[merge(match_on(unchecked = "id"))]
    #[once]
    down: Lazy<Vec<Value>>,
    #[optional(rescue)]
    #[scroll]
    feed: Lazy<Scroll<u8>>,
    #[defer(rescue)]
    fine: Lazy<u8>,
    #[nested]
    panel: RescuedGroup,
}

#[derive(InertiaProps)]
struct RescuedGroup {
    #[defer(rescue)]
    stats: Lazy<u8>,
}

#[tokio::test]
async fn a_rescued_prop_is_listed_and_has_no_other_entry() {
    #[inertia::page("Event/Index")]
    async fn index() -> Rescuing {
        Rescuing {
            down: lazy(async { Err::<Vec<Value>, _>("down") }),
            feed: lazy(async { Err::<Scroll<u8>, _>("down") }),
            fine: lazy(async { 1 }),
            panel: RescuedGroup { stats: lazy(async { Err::<u8, _>("down") }) },
        }
    }
    let app = app(index);
    let expected =
        page(json!({"fine": 1, "panel": {}}), json!({"rescuedProps": ["down", "feed", "panel.stats"]}));
    assert_eq!(partial().page(&app).await, expected);
    assert_eq!(partial().only("down").page(&app).await, page(json!({}), json!({"rescuedProps": ["down"]})));
    let full = visit().page(&app).await;
    assert_eq!(full.get("rescuedProps"), None);
}

#[tokio::test]
async fn shared_keys_are_listed_on_full_visits_and_partials_and_errors_is_not_among_them() {
    #[derive(InertiaProps)]
    struct Shared {
        app: u8,
        #[optional]
        hidden: Lazy<u8>,
        #[nested]
        auth: RescuedGroup,
    }
    #[derive(InertiaProps)]
    struct Index {
        own: u8,
    }
    async fn shared() -> Shared {
        Shared { app: 1, hidden: unneeded(), auth: RescuedGroup { stats: unneeded() } }
    }
    #[inertia::page("Event/Index")]
    async fn index(inertia: Inertia) -> Index {
        inertia.share("locale", "en");
        Index { own: 2 }
    }
    let app = with(Inertia::builder().share(shared), index);
    let keys = json!(["app", "hidden", "auth", "locale"]);
    let full = page(
        json!({"app": 1, "auth": {}, "locale": "en", "own": 2}),
        json!({"sharedProps": keys, "deferredProps": {"default": ["auth.stats"]}}),
    );
    assert_eq!(visit().page(&app).await, full);
    let some = page(json!({"own": 2}), json!({"sharedProps": keys}));
    assert_eq!(partial().only("own").page(&app).await, some);
}
