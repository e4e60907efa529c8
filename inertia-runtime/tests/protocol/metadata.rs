//! The entries about props: what is deferred, scrolled, remembered, rescued, shared.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::Router;
use inertia::{Cursor, Inertia, InertiaProps, Lazy, Scroll, lazy};
use serde::Serialize;
use serde_json::{Value, json};

use crate::harness::{app, page, partial, unneeded, visit, with};

#[derive(Serialize)]
struct Row {
    id: u8,
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
