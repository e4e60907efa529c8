//! Parts of props: dotted paths into groups, structs and maps, and the groups themselves.

use std::collections::BTreeMap;

use axum::Router;
use inertia::{InertiaProps, Lazy, Scroll, lazy};
use serde::Serialize;
use serde_json::{Value, json};

use crate::harness::{Ask, app, log, page, partial, unneeded, visit};

#[derive(InertiaProps)]
struct Index {
    /// A plain struct.
    event: Lazy<Event>,
    /// A map.
    counts: BTreeMap<&'static str, Value>,
    #[nested]
    auth: Auth,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Event {
    short_name: u8,
    venue: Venue,
    dates: Vec<Venue>,
    note: Option<Venue>,
}

#[derive(Serialize)]
struct Venue {
    name: &'static str,
    #[serde(rename = "ZIP")]
    zip: u8,
}

#[derive(InertiaProps)]
#[serde(rename_all = "camelCase")]
struct Auth {
    user_name: &'static str,
    #[serde(rename = "perms")]
    permissions: Lazy<Value>,
}

#[inertia::page("Event/Index")]
async fn index() -> Index {
    let venue = |name, zip| Venue { name, zip };
    Index {
        event: lazy(async move {
            Event { short_name: 1, venue: venue("hall", 2), dates: vec![venue("roof", 3)], note: None }
        }),
        counts: BTreeMap::from([("sold", json!({"today": 4, "ever": 5})), ("left", json!([{"a": 6}]))]),
        auth: Auth { user_name: "ann", permissions: lazy(async { json!({"edit": true, "drop": false}) }) },
    }
}

async fn sent(ask: Ask, props: Value) {
    assert_eq!(ask.page(&app(index)).await, page(props, json!({})));
}

#[tokio::test]
async fn a_path_into_a_prop_narrows_it_to_the_named_part() {
    sent(partial().only("event.venue.name"), json!({"event": {"venue": {"name": "hall"}}})).await;
    sent(
        partial().only("event.shortName,event.venue"),
        json!({"event": {"shortName": 1, "venue": {"name": "hall", "ZIP": 2}}}),
    )
    .await;
    sent(partial().only("counts.sold.ever"), json!({"counts": {"sold": {"ever": 5}}})).await;
    sent(partial().only("auth.perms.edit"), json!({"auth": {"perms": {"edit": true}}})).await;
    sent(
        partial().only("auth.userName,counts.left"),
        json!({"counts": {"left": [{"a": 6}]}, "auth": {"userName": "ann"}}),
    )
    .await;
}

#[tokio::test]
async fn a_prop_that_is_named_besides_a_path_into_it_is_sent_whole() {
    let whole = json!({"auth": {"userName": "ann", "perms": {"edit": true, "drop": false}}});
    sent(partial().only("auth.perms.edit,auth"), whole.clone()).await;
    sent(partial().only("auth,auth.perms.edit"), whole).await;
}

#[tokio::test]
async fn except_below_a_sent_value_removes_just_those_keys() {
    sent(
        partial().only("event").except("event.venue.ZIP,event.dates,event.note"),
        json!({"event": {"shortName": 1, "venue": {"name": "hall"}}}),
    )
    .await;
    sent(
        partial().except("event,counts.sold,auth.perms.drop"),
        json!({"counts": {"left": [{"a": 6}]}, "auth": {"userName": "ann", "perms": {"edit": true}}}),
    )
    .await;
    sent(
        partial().only("counts.sold").except("counts.sold.ever,event"),
        json!({"counts": {"sold": {"today": 4}}}),
    )
    .await;
}

#[tokio::test]
async fn parts_are_named_as_serde_names_them() {
    sent(partial().only("event.short_name,event.venue.zip"), json!({"event": {"venue": {}}})).await;
    sent(partial().only("auth.user_name,auth.permissions"), json!({"auth": {}})).await;
    sent(partial().only("event.venue.ZIP"), json!({"event": {"venue": {"ZIP": 2}}})).await;
}

#[tokio::test]
async fn a_path_into_an_array_selects_the_whole_array() {
    let dates = json!({"event": {"dates": [{"name": "roof", "ZIP": 3}]}});
    for path in ["event.dates.0", "event.dates.0.name", "event.dates.9.zzz", "event.dates"] {
        sent(partial().only(path), dates.clone()).await;
    }
    sent(partial().only("counts.left.0.b"), json!({"counts": {"left": [{"a": 6}]}})).await;
}

#[tokio::test]
async fn an_except_into_an_array_drops_nothing() {
    let dates = json!({"event": {"dates": [{"name": "roof", "ZIP": 3}]}});
    sent(partial().only("event.dates").except("event.dates.0.name,event.dates.0"), dates).await;
}

#[tokio::test]
async fn a_value_that_is_no_object_is_sent_whole() {
    sent(partial().only("event.shortName.deeper"), json!({"event": {"shortName": 1}})).await;
    sent(partial().only("event.note.name"), json!({"event": {"note": null}})).await;
    sent(partial().only("auth.userName.0,counts.none"), json!({"counts": {}, "auth": {"userName": "ann"}}))
        .await;
    sent(partial().only("event.shortName").except("event.shortName.x"), json!({"event": {"shortName": 1}}))
        .await;
}

#[tokio::test]
async fn a_scrolled_list_is_narrowed_like_any_object() {
    #[derive(InertiaProps)]
    struct Feed {
        #[scroll]
        feed: Scroll<u8>,
    }
    #[inertia::page("Event/Index")]
    async fn feed() -> Feed {
        Feed { feed: Scroll::page(vec![1], 1, false) }
    }
    let app = app(feed);
    let cursors = json!({"feed": {
        "pageName": "page", "previousPage": null, "nextPage": null, "currentPage": 1, "reset": false,
    }});
    let labelled =
        page(json!({"feed": {"data": [1]}}), json!({"mergeProps": ["feed.data"], "scrollProps": cursors}));
    assert_eq!(partial().only("feed.data").page(&app).await, labelled);
    assert_eq!(
        partial().except("feed.data").page(&app).await,
        page(json!({"feed": {}}), json!({"scrollProps": cursors}))
    );
}

#[tokio::test]
async fn a_selected_prop_is_sent_even_when_it_is_null() {
    #[derive(InertiaProps)]
    struct Nulls {
        note: Option<u8>,
        #[defer]
        later: Lazy<Option<u8>>,
        #[optional]
        export: Lazy<()>,
        #[nested]
        group: Option<Group>,
    }
    #[derive(InertiaProps)]
    struct Group {
        inside: u8,
        #[defer]
        deep: Lazy<u8>,
    }
    #[inertia::page("Event/Index")]
    async fn nulls() -> Nulls {
        // Absent at run time only.
        let group = Some(Group { inside: 1, deep: unneeded() }).filter(|group| group.inside == 0);
        Nulls { note: None, later: lazy(async { None }), export: lazy(async {}), group }
    }
    let app = app(nulls);
    let deferred = json!({"deferredProps": {"default": ["later"]}});
    assert_eq!(visit().page(&app).await, page(json!({"note": null, "group": null}), deferred));
    let all = json!({"note": null, "later": null, "export": null, "group": null});
    assert_eq!(partial().page(&app).await, page(all, json!({})));
    assert_eq!(partial().only("later").page(&app).await, page(json!({"later": null}), json!({})));
    assert_eq!(partial().only("group.deep").page(&app).await, page(json!({"group": null}), json!({})));
    assert_eq!(partial().except("note,later,export,group.deep").props(&app).await["group"], Value::Null);
}

/// A group whose members all stay behind on a full visit.
fn with_waiting_group() -> Router {
    #[derive(InertiaProps)]
    struct Index {
        other: u8,
        #[nested]
        outer: Outer,
    }
    #[derive(InertiaProps)]
    struct Outer {
        #[nested]
        inner: Box<Inner>,
    }
    #[derive(InertiaProps)]
    struct Inner {
        #[defer(group = "g")]
        #[merge]
        later: Lazy<Vec<u8>>,
        #[optional]
        export: Lazy<u8>,
    }
    #[inertia::page("Event/Index")]
    async fn index() -> Index {
        let inner = Inner { later: lazy(async { vec![2] }), export: lazy(async { 3 }) };
        Index { other: 1, outer: Outer { inner: Box::new(inner) } }
    }
    app(index)
}

#[tokio::test]
async fn a_selected_group_whose_members_are_all_left_out_is_an_empty_object() {
    let app = with_waiting_group();
    let expected = page(
        json!({"other": 1, "outer": {"inner": {}}}),
        json!({"deferredProps": {"g": ["outer.inner.later"]}, "mergeProps": ["outer.inner.later"]}),
    );
    assert_eq!(visit().page(&app).await, expected);
    let empty = page(json!({"outer": {"inner": {}}}), json!({}));
    assert_eq!(partial().only("outer.inner.zzz").page(&app).await, empty);
    assert_eq!(
        partial().only("outer").except("outer.inner.later,outer.inner.export").page(&app).await,
        empty
    );
    assert_eq!(
        partial().only("outer").except("outer.inner").page(&app).await,
        page(json!({"outer": {}}), json!({}))
    );
}

#[tokio::test]
async fn a_group_that_is_not_selected_is_absent_with_all_that_is_below() {
    let app = with_waiting_group();
    let other = page(json!({"other": 1}), json!({}));
    assert_eq!(partial().only("other").page(&app).await, other);
    assert_eq!(partial().except("outer").page(&app).await, other);
}

#[tokio::test]
async fn a_member_is_fetched_with_nothing_but_the_groups_that_lead_to_it() {
    let expected =
        page(json!({"outer": {"inner": {"later": [2]}}}), json!({"mergeProps": ["outer.inner.later"]}));
    assert_eq!(partial().only("outer.inner.later").page(&with_waiting_group()).await, expected);
}

#[tokio::test]
async fn members_of_a_group_that_is_left_out_are_neither_visited_nor_announced() {
    #[derive(InertiaProps)]
    struct Index {
        other: u8,
        #[nested]
        none: Option<Group>,
        #[nested]
        #[serde(skip_serializing_if = "Option::is_none")]
        skipped: Option<Group>,
        #[nested]
        #[serde(skip_serializing_if = "hidden")]
        hidden: Group,
        #[nested]
        #[serde(flatten)]
        spliced: Option<Spliced>,
    }
    #[derive(InertiaProps)]
    struct Group {
        value: Lazy<u8>,
        #[defer]
        later: Lazy<u8>,
        #[merge]
        rows: Lazy<Vec<u8>>,
        #[once]
        plans: Lazy<u8>,
        #[scroll]
        feed: Lazy<Scroll<u8>>,
        #[always]
        flag: Lazy<u8>,
    }
    #[derive(InertiaProps)]
    struct Spliced {
        #[defer]
        flat: Lazy<u8>,
        #[always]
        always: u8,
    }
    fn hidden(_: &Group) -> bool {
        true
    }
    #[inertia::page("Event/Index")]
    async fn index() -> Index {
        let group = || Group {
            value: unneeded(),
            later: unneeded(),
            rows: unneeded(),
            plans: unneeded(),
            feed: unneeded(),
            flag: unneeded(),
        };
        let spliced = Spliced { flat: unneeded(), always: 1 };
        let spliced = Some(spliced).filter(|spliced| spliced.always == 0);
        Index { other: 1, none: None, skipped: None, hidden: group(), spliced }
    }
    let app = app(index);
    assert_eq!(visit().page(&app).await, page(json!({"other": 1, "none": null}), json!({})));
    assert_eq!(partial().page(&app).await, page(json!({"other": 1, "none": null}), json!({})));
    assert_eq!(
        partial().only("hidden.later,skipped.plans,none.rows,flat").page(&app).await,
        page(json!({"none": null}), json!({}))
    );
}

#[tokio::test]
async fn spliced_members_are_props_of_the_level_they_are_spliced_into() {
    #[derive(InertiaProps)]
    struct Index {
        first: u8,
        #[nested]
        #[serde(flatten)]
        list: List,
        last: u8,
    }
    #[derive(InertiaProps)]
    struct List {
        #[merge(match_on(unchecked = "id"))]
        rows: Vec<Value>,
        #[defer]
        total: Lazy<u8>,
        #[always]
        flag: u8,
        #[nested]
        auth: Auth,
    }
    #[inertia::page("Event/Index")]
    async fn index() -> Index {
        let auth = Auth { user_name: "ann", permissions: lazy(async { json!(1) }) };
        let list = List { rows: vec![json!({"id": 1})], total: lazy(async { 2 }), flag: 3, auth };
        Index { first: 0, list, last: 9 }
    }
    let app = app(index);
    let auth = json!({"userName": "ann", "perms": 1});
    let expected = page(
        json!({"first": 0, "rows": [{"id": 1}], "flag": 3, "auth": auth, "last": 9}),
        json!({
            "deferredProps": {"default": ["total"]}, "mergeProps": ["rows"], "matchPropsOn": ["rows.id"],
        }),
    );
    assert_eq!(visit().page(&app).await, expected);
    let some = partial().only("total,auth.userName").page(&app).await;
    assert_eq!(some, page(json!({"total": 2, "flag": 3, "auth": {"userName": "ann"}}), json!({})));
}

#[tokio::test]
async fn errors_are_an_always_prop_of_every_page_and_no_list_removes_them() {
    let app = app(index);
    for ask in [
        partial().only("nothing"),
        partial().only("errors"),
        partial().only("errors.name"),
        partial().except("errors,event,counts,auth"),
        partial().only("errors").except("errors"),
    ] {
        assert_eq!(ask.page(&app).await, page(json!({}), json!({})));
    }
    assert_eq!(visit().except("errors").props(&app).await["errors"], json!({}));
}

#[tokio::test]
async fn unknown_names_in_only_select_nothing_and_are_logged_with_the_nearest_name() {
    let log = log();
    sent(partial().only("evnt,auth.perm,counts.zzz,errors"), json!({"counts": {}, "auth": {}})).await;
    if cfg!(debug_assertions) {
        let lines = log.lines("Event/Index");
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert!(lines[0].contains("`evnt`") && lines[0].contains("`event`"), "{lines:?}");
        assert!(lines[1].contains("`auth.perm`") && lines[1].contains("`auth.perms`"), "{lines:?}");
    }
}
