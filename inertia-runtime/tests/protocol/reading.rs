//! How a request is read.

use std::collections::BTreeMap;

use axum::response::Response;
use http::{Method, StatusCode};
use inertia::{Inertia, InertiaProps, Lazy, Scroll, lazy};
use proptest::prelude::*;
use serde_json::json;

use crate::harness::{Ask, COMPONENT, app, browse, page, partial, visit, with};

#[derive(InertiaProps)]
struct Index {
    now: u8,
    total: Lazy<u8>,
    #[optional]
    export: Lazy<u8>,
    #[once]
    plans: Lazy<u8>,
    #[nested]
    auth: Auth,
}

#[derive(InertiaProps)]
struct Auth {
    user: BTreeMap<&'static str, u8>,
    #[merge]
    log: Vec<u8>,
}

#[inertia::page("Event/Index")]
async fn index() -> Index {
    Index {
        now: 1,
        total: lazy(async { 2 }),
        export: lazy(async { 3 }),
        plans: lazy(async { 4 }),
        auth: Auth { user: BTreeMap::from([("age", 7), ("caf\u{e9}", 8)]), log: vec![9] },
    }
}

fn everything() -> serde_json::Value {
    page(
        json!({"now": 1, "total": 2, "plans": 4, "auth": {"user": {"age": 7, "caf\u{e9}": 8}, "log": [9]}}),
        json!({"mergeProps": ["auth.log"], "onceProps": {"plans": {"prop": "plans", "expiresAt": null}}}),
    )
}

#[tokio::test]
async fn any_value_but_empty_zero_and_false_makes_an_inertia_visit() {
    let app = app(index);
    for value in ["true", "1", "yes", "null", "2"] {
        let answer = browse().header("x-inertia", value).send(&app).await;
        assert_eq!(answer.header("x-inertia").as_deref(), Some("true"), "{value}");
        assert_eq!(answer.page(), everything());
    }
    for value in ["", "0", "false"] {
        let answer = browse().header("x-inertia", value).send(&app).await;
        assert_eq!(answer.header("x-inertia"), None, "{value}");
        assert_eq!(answer.page(), everything());
    }
    assert_eq!(browse().send(&app).await.header("x-inertia"), None);
}

#[tokio::test]
async fn inertia_headers_of_a_browsers_request_mean_nothing() {
    let app = with(Inertia::builder().version("v2"), index);
    let ask = browse()
        .header("x-inertia-version", "v1")
        .header("x-inertia-partial-component", COMPONENT)
        .only("total")
        .except("now")
        .reset("auth.log")
        .holding("plans");
    let mut expected = everything();
    expected["version"] = json!("v2");
    assert_eq!(ask.page(&app).await, expected);
}

#[tokio::test]
async fn lists_are_split_at_commas_and_trimmed_and_lose_their_empty_entries() {
    let app = app(index);
    let expected = page(json!({"now": 1, "total": 2}), json!({}));
    for list in ["now,total", " total ,now", ",now,,total,", "now, ,\ttotal"] {
        assert_eq!(partial().only(list).page(&app).await, expected, "{list}");
    }
    let props = partial().except(", now,, auth , plans,").props(&app).await;
    assert_eq!(props, json!({"errors": {}, "total": 2, "export": 3}));
    let held = visit().holding(" ,other, plans ,").props(&app).await;
    assert_eq!(held.get("plans"), None);
    let reset = visit().reset(" , auth ,").page(&app).await;
    assert_eq!(reset.get("mergeProps"), None);
}

#[tokio::test]
async fn a_list_with_nothing_left_counts_as_absent() {
    let app = app(index);
    let mut all = everything();
    all["props"]["export"] = json!(3);
    for list in ["", " ", ",", " , ,, "] {
        let ask = partial().only(list).except(list).reset(list).holding(list);
        assert_eq!(ask.page(&app).await, all, "{list:?}");
    }
}

#[tokio::test]
async fn repeats_in_a_list_mean_nothing() {
    let app = app(index);
    let once = partial().only("auth.user.age,now").page(&app).await;
    assert_eq!(once, page(json!({"now": 1, "auth": {"user": {"age": 7}}}), json!({})));
    assert_eq!(partial().only("auth.user.age,now,auth.user.age,now").page(&app).await, once);
    assert_eq!(
        partial().except("now,total,now,export,plans,auth,auth").page(&app).await,
        page(json!({}), json!({}))
    );
}

#[tokio::test]
async fn a_dotted_entry_that_came_from_reset_alone_names_its_whole_top_level_prop() {
    let app = app(index);
    let whole = json!({"errors": {}, "auth": {"user": {"age": 7, "caf\u{e9}": 8}, "log": [9]}});
    assert_eq!(partial().only("auth.log").reset("auth.log").props(&app).await, whole);
    // `only: ["auth.user.age"]` besides it does not narrow what the reset has named.
    let both = partial().only("auth.user.age,auth.log").reset("auth.log");
    assert_eq!(both.props(&app).await, whole);
}

#[tokio::test]
async fn a_dotted_entry_that_is_in_reset_and_twice_in_only_stays_narrow() {
    let ask = partial().only("auth.log,auth.log").reset("auth.log");
    assert_eq!(ask.page(&app(index)).await, page(json!({"auth": {"log": [9]}}), json!({})));
}

#[tokio::test]
async fn an_entry_in_reset_that_only_does_not_repeat_selects_nothing() {
    let ask = partial().only("now").reset("auth.log");
    assert_eq!(ask.page(&app(index)).await, page(json!({"now": 1}), json!({})));
}

#[tokio::test]
async fn a_partial_component_that_is_not_the_one_rendered_makes_a_full_visit() {
    let app = app(index);
    for component in ["Event/Show", "event/index", "Event/Inde", "Event/Index2", ""] {
        let ask = visit().header("x-inertia-partial-component", component).only("total").except("now");
        assert_eq!(ask.page(&app).await, everything(), "{component}");
    }
    assert_eq!(visit().only("total").except("now").page(&app).await, everything());
}

#[tokio::test]
async fn what_the_client_has_and_resets_counts_on_a_full_visit_too() {
    let ask = visit().header("x-inertia-partial-component", "Event/Show").holding("plans").reset("auth.log");
    let expected = page(
        json!({"now": 1, "total": 2, "auth": {"user": {"age": 7, "caf\u{e9}": 8}, "log": [9]}}),
        json!({"onceProps": {"plans": {"prop": "plans", "expiresAt": null}}}),
    );
    assert_eq!(ask.page(&app(index)).await, expected);
}

#[tokio::test]
async fn the_token_prefetch_in_either_purpose_header_makes_a_prefetch() {
    let app = app(|inertia: Inertia| async move { inertia.is_prefetch().to_string() });
    for (name, value, prefetch) in [
        ("purpose", "prefetch", true),
        ("sec-purpose", "prefetch", true),
        ("sec-purpose", "prefetch;prerender", true),
        ("sec-purpose", "prefetch; anonymous-client-ip", true),
        ("purpose", "prerender", false),
        ("purpose", "prefetching", false),
        ("purpose", "", false),
        ("x-purpose", "prefetch", false),
    ] {
        let answer = visit().header(name, value).send(&app).await;
        assert_eq!(answer.body, prefetch.to_string(), "{name}: {value}");
    }
    assert_eq!(visit().send(&app).await.body, "false");
}

#[tokio::test]
async fn a_precognitive_request_is_no_visit_and_knows_no_version_check() {
    let app = with(Inertia::builder().version("v2"), index);
    let stale = visit().header("x-inertia-version", "v1");
    assert_eq!(stale.clone().send(&app).await.status, 409);
    let answer = stale.clone().header("precognition", "true").send(&app).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("x-inertia"), None);
    assert_eq!(stale.header("precognition", "false").send(&app).await.status, 409);
}

#[tokio::test]
async fn the_extractor_tells_what_was_asked() {
    let app = app(|inertia: Inertia| async move {
        format!("{} {} {}", inertia.is_inertia(), inertia.is_partial(), inertia.is_prefetch())
    });
    assert_eq!(browse().send(&app).await.body, "false false false");
    assert_eq!(visit().send(&app).await.body, "true false false");
    assert_eq!(partial().header("purpose", "prefetch").send(&app).await.body, "true true true");
    let precognitive = partial().header("precognition", "true");
    assert_eq!(precognitive.send(&app).await.body, "false false false");
}

#[tokio::test]
async fn header_bytes_that_are_not_utf8_are_read_as_latin1() {
    let app = app(index);
    let narrowed = json!({"errors": {}, "auth": {"user": {"caf\u{e9}": 8}}});
    let latin1 = partial().bytes("x-inertia-partial-data", b"auth.user.caf\xe9");
    assert_eq!(latin1.props(&app).await, narrowed);
    let utf8 = partial().only("auth.user.caf\u{e9}");
    assert_eq!(utf8.props(&app).await, narrowed);
    let except = partial().only("auth.user").bytes("x-inertia-partial-except", b"\xff,auth.user.caf\xe9");
    assert_eq!(except.props(&app).await, json!({"errors": {}, "auth": {"user": {"age": 7}}}));
}

#[test]
fn a_version_that_no_header_can_carry_is_refused_at_start() {
    for version in ["", " ", " v", "v ", "v\n", "é", "\u{7f}"] {
        let error = Inertia::builder().version(version).build().unwrap_err().to_string();
        assert!(error.contains(&format!("`.version({version:?})`")), "{error}");
        assert!(error.contains("printable ASCII without outer spaces"), "{error}");
    }
    assert!(Inertia::builder().version("v 1.2~b").build().is_ok());
}

#[test]
fn a_component_that_no_header_can_carry_is_refused_at_start() {
    for component in ["", " Event", "Event ", "Év", "a\nb"] {
        let refused = std::panic::catch_unwind(|| inertia::static_page(component));
        let message = *refused.unwrap_err().downcast::<String>().unwrap();
        assert!(message.contains(&format!("`static_page({component:?})`")), "{message}");
    }
}

/// A page with everything that lists can speak of.
#[derive(InertiaProps)]
struct Rich {
    #[always]
    flag: u8,
    #[merge(at = "rows.list", match_on(unchecked = "id"))]
    table: serde_json::Value,
    #[defer(rescue)]
    later: Lazy<serde_json::Value>,
    #[once(key = "k 1")]
    plans: Lazy<u8>,
    #[scroll]
    feed: Scroll<u8>,
    #[nested]
    auth: Auth,
    #[optional]
    export: Lazy<u8>,
}

#[inertia::page("Event/Index")]
async fn rich(inertia: Inertia) -> Rich {
    inertia.share("locale", json!({"lang": "en", "": [], "a.b": {"c": 1}}));
    Rich {
        flag: 1,
        table: json!({"rows": {"list": [{"id": 1}], "": 2}}),
        later: lazy(async { json!({"a": {"": {"b": [{}]}}}) }),
        plans: lazy(async { 1 }),
        feed: Scroll::page(vec![1], 1, true),
        auth: Auth { user: BTreeMap::from([("", 1), ("a.b", 2), (" ", 3), ("\"\\", 4)]), log: vec![] },
        export: lazy(async { 1 }),
    }
}

const LISTS: [&str; 5] = [
    "x-inertia-partial-data",
    "x-inertia-partial-except",
    "x-inertia-reset",
    "x-inertia-except-once-props",
    "x-inertia-infinite-scroll-merge-intent",
];

/// Whatever the lists say, the answer is a page with its always props.
async fn still_a_page(ask: Ask) {
    let page = ask.page(&app(rich)).await;
    assert_eq!(page["component"], COMPONENT);
    assert_eq!(page["props"]["errors"], json!({}));
    assert_eq!(page["props"]["flag"], 1);
}

#[tokio::test]
async fn malformed_lists_never_fail_a_page() {
    let (commas, dots) = (",".repeat(3_000), ".".repeat(3_000));
    let (huge, deep) = ("table.rows,".repeat(300), format!("auth{}", ".user".repeat(700)));
    let values: Vec<&[u8]> = vec![
        b",,,,",
        b".",
        b"..",
        b". ,.. ,...",
        b"auth.,auth..user,.auth,auth.user.,auth.user..a",
        b"table.rows.list.0.id,table.rows.list.,table..rows",
        b"feed.data.0,feed.data.,feed.,locale.,locale.a.b.c,locale..",
        b"\xff\xfe\x80,\xc3\x28,caf\xe9",
        b"\"\\,\",auth.user.\"\\,{}[]",
        b"errors,errors.x,__proto__,constructor.prototype,0,1.2,-1",
        b"*,auth.*,%2e,%2C,\t,\tauth\t",
        commas.as_bytes(),
        dots.as_bytes(),
        huge.as_bytes(),
        deep.as_bytes(),
    ];
    for value in values {
        for name in LISTS {
            still_a_page(partial().bytes(name, value)).await;
            still_a_page(visit().bytes(name, value)).await;
        }
        let all = LISTS.iter().fold(partial(), |ask, name| ask.bytes(name, value));
        still_a_page(all).await;
    }
}

#[tokio::test]
async fn lists_longer_than_any_clients_are_refused_before_the_handler_runs() {
    for name in &LISTS[..4] {
        let ask = partial().bytes(name, "a.b,".repeat(5_000).as_bytes());
        let answer = ask.send(&app(async || -> Response { unreachable!("the handler ran") })).await;
        assert_eq!(answer.status, StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE);
        assert_eq!(answer.header("vary").as_deref(), Some("X-Inertia"));
    }
    let fields = "items.*.price,".repeat(5_000);
    let ask = browse().header("precognition", "true").header("precognition-validate-only", &fields);
    let answer = ask.send(&app(async || -> Response { unreachable!("the handler ran") })).await;
    assert_eq!(answer.status, StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE);
    assert_eq!(answer.header("precognition").as_deref(), Some("true"));
}

#[tokio::test]
async fn repeated_headers_never_fail_a_page() {
    for name in LISTS {
        still_a_page(partial().bytes(name, b"auth").bytes(name, b"").bytes(name, b"\xff,feed")).await;
    }
    still_a_page(partial().header("x-inertia", "0").header("x-inertia-partial-component", "\"")).await;
}

#[tokio::test]
async fn a_component_header_with_any_bytes_never_fails_a_page() {
    let long = COMPONENT.repeat(2_000);
    for value in [&b"\xff\xfe"[..], b"", b"Event/Index,Event/Index", b"Event/Index\xe9", long.as_bytes()] {
        let ask = visit().bytes("x-inertia-partial-component", value).only("auth");
        let page = ask.page(&app(rich)).await;
        assert_eq!(page["deferredProps"], json!({"default": ["later"]}));
    }
}

#[tokio::test]
async fn a_version_or_referer_with_any_bytes_never_fails() {
    let app = with(Inertia::builder().version("v1"), || async { inertia::Redirect::back() });
    for value in [&b"\xff\xfe"[..], b"", b"v1, v1", b"http://[", b"http://\xff/", b"//", b"http:///x"] {
        let stale = visit().bytes("x-inertia-version", value).send(&app).await;
        assert_eq!(stale.status, 409);
        let back = visit().method(Method::POST).bytes("referer", value).bytes("host", value);
        assert_eq!(back.send(&app).await.status, 302);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_bytes_in_any_list_fail_a_page(
        values in prop::collection::vec(header_value(), 5),
        of_this_page in any::<bool>(),
    ) {
        let ask = if of_this_page { partial() } else { visit() };
        let ask = LISTS.iter().zip(&values).fold(ask, |ask, (name, value)| ask.bytes(name, value));
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(still_a_page(ask));
    }
}

/// Lists made of the page's own names, punctuation and bytes of every kind.
fn header_value() -> impl Strategy<Value = Vec<u8>> {
    let names = prop::sample::select(vec![
        "auth", "user", "log", "table", "rows", "list", "feed", "data", "later", "plans", "k 1", "locale",
        "a.b", "0",
    ]);
    let part = prop_oneof![
        4 => names.prop_map(|name| name.as_bytes().to_vec()),
        4 => prop::sample::select(vec![".", ",", " ", "..", ", ,"]).prop_map(|mark| mark.as_bytes().to_vec()),
        1 => prop::collection::vec(prop_oneof![Just(b'\t'), 0x20..0x7f_u8, 0x80..=0xff_u8], 0..6),
    ];
    prop::collection::vec(part, 0..14).prop_map(|parts| parts.concat())
}
