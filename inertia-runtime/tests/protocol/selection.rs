//! Which props travel, and which are resolved for it.

use std::time::{Duration, SystemTime};

use axum::Router;
use inertia::{InertiaProps, Lazy, Scroll, lazy};
use serde_json::{Value, json};

use crate::harness::{app, page, partial, unneeded, visit};

/// One prop of each kind. Those that no test of this page needs fail it when they are computed.
#[derive(InertiaProps)]
struct Kinds {
    eager: u8,
    lazy: Lazy<u8>,
    #[always]
    always: Lazy<u8>,
    #[optional]
    #[merge]
    #[once]
    optional: Lazy<Vec<u8>>,
    #[defer]
    #[merge]
    #[once]
    deferred: Lazy<Vec<u8>>,
    #[merge]
    merged: Vec<u8>,
    #[scroll]
    feed: Lazy<Scroll<u8>>,
    #[once]
    once: Lazy<u8>,
}

impl Kinds {
    fn unneeded() -> Self {
        Self {
            eager: 1,
            lazy: unneeded(),
            always: lazy(async { 3 }),
            optional: unneeded(),
            deferred: unneeded(),
            merged: vec![6],
            feed: unneeded(),
            once: unneeded(),
        }
    }
}

#[tokio::test]
async fn a_full_visit_sends_all_but_optional_and_deferred_props_with_the_entries_of_all() {
    #[inertia::page("Event/Index")]
    async fn index() -> Kinds {
        Kinds {
            lazy: lazy(async { 2 }),
            feed: lazy(async { Scroll::page(vec![7], 1, false) }),
            once: lazy(async { 8 }),
            ..Kinds::unneeded()
        }
    }
    let expected = page(
        json!({"eager": 1, "lazy": 2, "always": 3, "merged": [6], "feed": {"data": [7]}, "once": 8}),
        json!({
            "deferredProps": {"default": ["deferred"]},
            "mergeProps": ["optional", "deferred", "merged", "feed.data"],
            "scrollProps": {"feed": {
                "pageName": "page", "previousPage": null, "nextPage": null, "currentPage": 1, "reset": false,
            }},
            "onceProps": {
                "optional": {"prop": "optional", "expiresAt": null},
                "deferred": {"prop": "deferred", "expiresAt": null},
                "once": {"prop": "once", "expiresAt": null},
            },
        }),
    );
    assert_eq!(visit().page(&app(index)).await, expected);
}

#[tokio::test]
async fn a_partial_sends_what_it_names_and_always_props_without_entries_of_the_others() {
    #[inertia::page("Event/Index")]
    async fn index() -> Kinds {
        Kinds { lazy: lazy(async { 2 }), ..Kinds::unneeded() }
    }
    let app = app(index);
    assert_eq!(partial().only("lazy").page(&app).await, page(json!({"lazy": 2, "always": 3}), json!({})));
    assert_eq!(partial().only("eager").page(&app).await, page(json!({"eager": 1, "always": 3}), json!({})));
    assert_eq!(
        partial().only("merged").page(&app).await,
        page(json!({"always": 3, "merged": [6]}), json!({"mergeProps": ["merged"]}))
    );
}

#[tokio::test]
async fn optional_and_deferred_props_are_sent_when_a_partial_selects_them() {
    #[inertia::page("Event/Index")]
    async fn index() -> Kinds {
        Kinds { optional: lazy(async { vec![4] }), deferred: lazy(async { vec![5] }), ..Kinds::unneeded() }
    }
    let app = app(index);
    let of = |name: &str, value: u8| {
        page(
            json!({"always": 3, name: [value]}),
            json!({"mergeProps": [name], "onceProps": {name: {"prop": name, "expiresAt": null}}}),
        )
    };
    assert_eq!(partial().only("optional").page(&app).await, of("optional", 4));
    assert_eq!(partial().only("deferred").page(&app).await, of("deferred", 5));
}

#[tokio::test]
async fn a_partial_without_only_selects_everything_that_except_does_not_drop() {
    #[inertia::page("Event/Index")]
    async fn index() -> Kinds {
        Kinds { optional: lazy(async { vec![4] }), deferred: lazy(async { vec![5] }), ..Kinds::unneeded() }
    }
    let expected = page(
        json!({"eager": 1, "always": 3, "optional": [4], "deferred": [5], "merged": [6]}),
        json!({
            "mergeProps": ["optional", "deferred", "merged"],
            "onceProps": {
                "optional": {"prop": "optional", "expiresAt": null},
                "deferred": {"prop": "deferred", "expiresAt": null},
            },
        }),
    );
    assert_eq!(partial().except("lazy,feed,once").page(&app(index)).await, expected);
}

#[tokio::test]
async fn both_lists_apply_when_both_are_sent() {
    #[inertia::page("Event/Index")]
    async fn index() -> Kinds {
        Kinds::unneeded()
    }
    let ask = partial().only("eager,lazy,merged").except("lazy,merged");
    assert_eq!(ask.page(&app(index)).await, page(json!({"eager": 1, "always": 3}), json!({})));
}

#[tokio::test]
async fn an_always_prop_is_sent_whatever_the_lists_say() {
    #[derive(InertiaProps)]
    struct Index {
        #[always]
        flag: Value,
        #[always]
        #[merge]
        log: Vec<u8>,
        other: Lazy<u8>,
    }
    #[inertia::page("Event/Index")]
    async fn index() -> Index {
        Index { flag: json!({"a": 1, "b": 2}), log: vec![3], other: unneeded() }
    }
    let app = app(index);
    let props = json!({"flag": {"a": 1, "b": 2}, "log": [3]});
    let (plain, labelled) =
        (page(props.clone(), json!({})), page(props.clone(), json!({"mergeProps": ["log"]})));
    assert_eq!(partial().only("nothing").page(&app).await, plain);
    assert_eq!(partial().only("flag.a").page(&app).await, plain);
    assert_eq!(partial().except("flag,log,other").page(&app).await, plain);
    assert_eq!(partial().except("flag.a,other").page(&app).await, labelled);
    assert_eq!(partial().only("log").except("flag").page(&app).await, labelled);
}

fn with_nested_always() -> Router {
    #[derive(InertiaProps)]
    struct Index {
        other: u8,
        #[nested]
        auth: Auth,
    }
    #[derive(InertiaProps)]
    struct Auth {
        name: &'static str,
        #[always]
        csrf: &'static str,
        #[nested]
        rights: Rights,
    }
    #[derive(InertiaProps)]
    struct Rights {
        all: Lazy<u8>,
        #[always]
        until: u8,
    }
    #[inertia::page("Event/Index")]
    async fn index() -> Index {
        let rights = Rights { all: lazy(async { 2 }), until: 3 };
        Index { other: 1, auth: Auth { name: "ann", csrf: "c", rights } }
    }
    app(index)
}

#[tokio::test]
async fn a_nested_always_prop_is_sent_when_anything_of_its_top_level_prop_is() {
    let app = with_nested_always();
    let always = json!({"csrf": "c", "rights": {"until": 3}});
    let whole = json!({"name": "ann", "csrf": "c", "rights": {"all": 2, "until": 3}});
    let cases = [
        (partial().only("auth"), whole.clone()),
        (partial().only("auth.name"), json!({"name": "ann", "csrf": "c", "rights": {"until": 3}})),
        (partial().only("auth.rights.all"), json!({"csrf": "c", "rights": {"all": 2, "until": 3}})),
        (partial().only("auth.rights.until"), always.clone()),
        (partial().only("auth.nothing"), always),
        (partial().except("auth.name,other"), json!({"csrf": "c", "rights": {"all": 2, "until": 3}})),
        (partial().except("auth.csrf,other"), whole),
        (partial().except("auth.rights,other"), json!({"name": "ann", "csrf": "c", "rights": {"until": 3}})),
    ];
    for (ask, auth) in cases {
        assert_eq!(ask.page(&app).await, page(json!({"auth": auth}), json!({})));
    }
}

#[tokio::test]
async fn a_nested_always_prop_is_not_sent_when_nothing_of_its_top_level_prop_is() {
    let app = with_nested_always();
    let alone = page(json!({"other": 1}), json!({}));
    assert_eq!(partial().only("other").page(&app).await, alone);
    assert_eq!(partial().except("auth").page(&app).await, alone);
    assert_eq!(partial().only("other,auth.name").except("auth").page(&app).await, alone);
}

#[derive(InertiaProps)]
struct Remembering {
    #[once]
    plans: Lazy<Value>,
    #[once(key = "all-cities")]
    cities: Lazy<u8>,
    #[defer]
    #[once]
    stats: Lazy<u8>,
    #[optional]
    #[once]
    export: Lazy<u8>,
}

/// The page, with its once props as the client may hold them: `fresh` says whether they are sent anyway.
fn remembering(fresh: bool) -> Router {
    #[derive(Clone, Copy)]
    struct Fresh(bool);
    #[inertia::page("Event/Index")]
    async fn index(axum::Extension(Fresh(fresh)): axum::Extension<Fresh>) -> Remembering {
        let at = SystemTime::UNIX_EPOCH + Duration::from_millis(1_900_000_000_123);
        Remembering {
            plans: lazy(async { json!({"a": 1, "b": 2}) }).fresh(fresh),
            cities: lazy(async { 2 }).fresh(fresh).expires_at(at),
            stats: lazy(async { 3 }).fresh(fresh),
            export: lazy(async { 4 }).fresh(fresh),
        }
    }
    app(index).layer(axum::Extension(Fresh(fresh)))
}

fn once_props(keys: &[&str]) -> Value {
    let entries = keys.iter().map(|key| {
        let (prop, at) =
            if *key == "all-cities" { ("cities", json!(1_900_000_000_123_u64)) } else { (*key, Value::Null) };
        ((*key).to_owned(), json!({"prop": prop, "expiresAt": at}))
    });
    Value::Object(entries.collect())
}

const ALL_KEYS: [&str; 4] = ["plans", "all-cities", "stats", "export"];

#[tokio::test]
async fn a_once_prop_that_the_client_has_is_not_sent_on_a_full_visit_but_its_entry_is() {
    let app = remembering(false);
    let mut rest = json!({"deferredProps": {"default": ["stats"]}, "onceProps": once_props(&ALL_KEYS)});
    let plans = json!({"a": 1, "b": 2});
    let cases = [
        (visit(), json!({"plans": plans, "cities": 2})),
        (visit().holding("plans"), json!({"cities": 2})),
        (visit().holding("all-cities,plans"), json!({})),
        // The key counts, not the path.
        (visit().holding("cities,plan,plans.a"), json!({"plans": plans, "cities": 2})),
    ];
    for (ask, props) in cases {
        assert_eq!(ask.page(&app).await, page(props, rest.clone()));
    }
    rest.as_object_mut().unwrap().remove("deferredProps");
    let held = visit().holding("plans,all-cities,stats,export").page(&app).await;
    assert_eq!(held, page(json!({}), rest));
}

#[tokio::test]
async fn a_fresh_once_prop_is_sent_or_announced_to_a_client_that_has_it() {
    let held = visit().holding("plans,all-cities,stats,export").page(&remembering(true)).await;
    let expected = page(
        json!({"plans": {"a": 1, "b": 2}, "cities": 2}),
        json!({"deferredProps": {"default": ["stats"]}, "onceProps": once_props(&ALL_KEYS)}),
    );
    assert_eq!(held, expected);
}

#[tokio::test]
async fn a_partial_that_does_not_name_a_held_once_prop_sends_neither_it_nor_an_entry() {
    let app = remembering(false);
    let held = partial().holding("plans,stats").page(&app).await;
    let expected =
        page(json!({"cities": 2, "export": 4}), json!({"onceProps": once_props(&["all-cities", "export"])}));
    assert_eq!(held, expected);
    let held = partial().except("cities,export").holding("plans,stats").page(&app).await;
    assert_eq!(held, page(json!({}), json!({})));
}

#[tokio::test]
async fn a_fresh_once_prop_is_sent_on_a_partial_that_does_not_name_it() {
    let held = partial().except("cities").holding("plans,stats,export").page(&remembering(true)).await;
    let expected = page(
        json!({"plans": {"a": 1, "b": 2}, "stats": 3, "export": 4}),
        json!({"onceProps": once_props(&["plans", "stats", "export"])}),
    );
    assert_eq!(held, expected);
}

#[tokio::test]
async fn a_partial_that_names_a_held_once_prop_or_a_part_of_it_gets_it() {
    let app = remembering(false);
    let whole = partial().only("plans,stats").holding("plans,stats").page(&app).await;
    let expected = page(
        json!({"plans": {"a": 1, "b": 2}, "stats": 3}),
        json!({"onceProps": once_props(&["plans", "stats"])}),
    );
    assert_eq!(whole, expected);
    let part = partial().only("plans.b").holding("plans").page(&app).await;
    assert_eq!(part, page(json!({"plans": {"b": 2}}), json!({})));
}

#[tokio::test]
async fn a_partial_that_names_the_group_of_a_held_once_prop_gets_it() {
    #[derive(InertiaProps)]
    struct Index {
        #[nested]
        config: Config,
    }
    #[derive(InertiaProps)]
    struct Config {
        #[once]
        locale: Lazy<&'static str>,
    }
    #[inertia::page("Event/Index")]
    async fn index() -> Index {
        Index { config: Config { locale: lazy(async { "en" }) } }
    }
    let app = app(index);
    let entry = json!({"onceProps": {"config.locale": {"prop": "config.locale", "expiresAt": null}}});
    let sent = page(json!({"config": {"locale": "en"}}), entry.clone());
    assert_eq!(visit().page(&app).await, sent);
    assert_eq!(visit().holding("config.locale").page(&app).await, page(json!({"config": {}}), entry));
    assert_eq!(partial().only("config").holding("config.locale").page(&app).await, sent);
    // Nothing is left of a group that nobody named, but the group is there.
    let unnamed = partial().holding("config.locale").page(&app).await;
    assert_eq!(unnamed, page(json!({"config": {}}), json!({})));
}

#[tokio::test]
async fn an_always_prop_that_is_remembered_is_held_back_on_full_visits_only() {
    #[derive(InertiaProps)]
    struct Index {
        #[always]
        #[once]
        terms: Lazy<u8>,
        other: u8,
    }
    #[inertia::page("Event/Index")]
    async fn index() -> Index {
        Index { terms: lazy(async { 1 }), other: 2 }
    }
    let app = app(index);
    let entry = json!({"onceProps": {"terms": {"prop": "terms", "expiresAt": null}}});
    assert_eq!(visit().holding("terms").page(&app).await, page(json!({"other": 2}), entry));
    let ask = partial().only("other").holding("terms");
    assert_eq!(ask.page(&app).await, page(json!({"terms": 1, "other": 2}), json!({})));
}

#[tokio::test]
async fn names_that_begin_alike_are_different_names() {
    #[derive(InertiaProps)]
    struct Index {
        event: u8,
        events: Lazy<u8>,
        #[nested]
        event_log: Log,
    }
    #[derive(InertiaProps)]
    struct Log {
        row: u8,
        rows: Lazy<u8>,
    }
    #[inertia::page("Event/Index")]
    async fn index() -> Index {
        Index { event: 1, events: unneeded(), event_log: Log { row: 2, rows: unneeded() } }
    }
    let app = app(index);
    for (ask, props) in [
        (partial().only("event"), json!({"event": 1})),
        (partial().only("event.x"), json!({"event": 1})),
        (partial().only("event_log.row"), json!({"event_log": {"row": 2}})),
        (partial().only("event_lo,even,Event,event_log_"), json!({})),
        (partial().except("events,event_log.rows"), json!({"event": 1, "event_log": {"row": 2}})),
        (partial().only("event").except("eve,events,event_"), json!({"event": 1})),
    ] {
        assert_eq!(ask.page(&app).await, page(props, json!({})));
    }
}
