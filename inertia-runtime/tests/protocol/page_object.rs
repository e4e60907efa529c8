//! The page object itself: its members and their order, the URL, the version, the flags, numbers.

use std::collections::{BTreeMap, HashMap};

use axum::{Router, extract::Query};
use http::StatusCode;
use inertia::{Inertia, InertiaProps, Lazy, Page, Scroll, lazy};
use serde_json::{Value, json};

use crate::harness::{COMPONENT, Nothing, app, browse, log, nothing, page, partial, unneeded, visit, with};

#[tokio::test]
async fn a_page_without_props_has_no_members_beyond_the_four() {
    let body = r#"{"component":"Event/Index","props":{"errors":{}},"url":"/","version":null}"#;
    let app = app(nothing);
    assert_eq!(visit().send(&app).await.body, body);
    assert_eq!(partial().send(&app).await.body, body);
    assert_eq!(browse().send(&app).await.script(), body);
}

#[tokio::test]
async fn empty_values_keep_their_kind() {
    #[derive(InertiaProps)]
    struct Index {
        object: BTreeMap<u8, u8>,
        list: Vec<u8>,
        #[nested]
        group: Nothing,
        #[scroll]
        feed: Scroll<u8>,
    }
    #[inertia::page("Event/Index")]
    async fn index() -> Index {
        let feed = Scroll::page(vec![], 1, false);
        Index { object: BTreeMap::new(), list: vec![], group: Nothing {}, feed }
    }
    let props = visit().props(&app(index)).await;
    assert_eq!(props, json!({"errors": {}, "object": {}, "list": [], "group": {}, "feed": {"data": []}}));
}

#[tokio::test]
async fn empty_lists_and_maps_are_left_out() {
    #[derive(InertiaProps)]
    struct Index {
        plain: u8,
        #[defer]
        #[once]
        held: Lazy<u8>,
        #[merge(match_on(unchecked = "id"))]
        rows: Vec<u8>,
        #[optional]
        export: Lazy<u8>,
    }
    #[inertia::page("Event/Index")]
    async fn index() -> Index {
        Index { plain: 1, held: unneeded(), rows: vec![], export: unneeded() }
    }
    let app = app(index);
    let held = visit().holding("held").reset("rows").page(&app).await;
    let once = json!({"onceProps": {"held": {"prop": "held", "expiresAt": null}}});
    assert_eq!(held, page(json!({"plain": 1, "rows": []}), once));
    assert_eq!(partial().only("plain").page(&app).await, page(json!({"plain": 1}), json!({})));
}

#[tokio::test]
async fn members_and_props_come_in_their_order() {
    #[derive(InertiaProps)]
    struct Shared {
        zebra: u8,
        ape: u8,
    }
    #[derive(InertiaProps)]
    struct Index {
        year: u8,
        #[defer(rescue)]
        stats: Lazy<u8>,
        #[merge]
        bars: Vec<u8>,
        #[prepend]
        news: Vec<u8>,
        #[deep_merge(match_on(unchecked = "l.id"))]
        chat: Value,
        #[scroll]
        feed: Scroll<u8>,
        #[once]
        plans: Lazy<u8>,
    }
    async fn shared() -> Shared {
        Shared { zebra: 1, ape: 2 }
    }
    #[inertia::page("Event/Index")]
    async fn index(inertia: Inertia) -> Page<Index> {
        inertia.share("locale", "en");
        let stats = lazy(async { Err::<u8, _>("down") });
        let feed = Scroll::page(vec![], 1, false);
        let plans = lazy(async { 4 });
        let props = Index { year: 3, stats, bars: vec![], news: vec![], chat: json!({}), feed, plans };
        props.page().encrypt_history(true).clear_history().preserve_fragment()
    }
    let app = with(Inertia::builder().version("v1").share(shared), index);
    let feed =
        r#""feed":{"pageName":"page","previousPage":null,"nextPage":null,"currentPage":1,"reset":false}"#;
    let start =
        r#"{"component":"Event/Index","props":{"errors":{},"zebra":1,"ape":2,"locale":"en","year":3,"#;
    let props = r#""bars":[],"news":[],"chat":{},"feed":{"data":[]},"plans":4},"#;
    let head = r#""url":"/","version":"v1","sharedProps":["zebra","ape","locale"],"#;
    let labels = r#""mergeProps":["bars","feed.data"],"prependProps":["news"],"deepMergeProps":["chat"],"matchPropsOn":["chat.l.id"],"#;
    let once = r#""onceProps":{"plans":{"prop":"plans","expiresAt":null}}"#;
    let flags = r#""encryptHistory":true,"clearHistory":true,"preserveFragment":true}"#;
    let full = visit().header("x-inertia-version", "v1").send(&app).await;
    let deferred = r#""deferredProps":{"default":["stats"]},"#;
    assert_eq!(
        full.body,
        format!("{start}{props}{head}{deferred}{labels}\"scrollProps\":{{{feed}}},{once},{flags}")
    );
    let partial = partial().header("x-inertia-version", "v1").send(&app).await;
    let rescued = r#""rescuedProps":["stats"]"#;
    assert_eq!(
        partial.body,
        format!("{start}{props}{head}{labels}\"scrollProps\":{{{feed}}},{once},{rescued},{flags}")
    );
}

async fn url(app: &Router, asked: &str) -> Value {
    visit().at(asked).page(app).await["url"].take()
}

#[tokio::test]
async fn the_url_is_the_requests_path_and_query_exactly_as_sent() {
    let app = app(nothing);
    for asked in [
        "/",
        "/events",
        "/events/",
        "/events?page=2",
        "/events?",
        "/a//b?x=//y",
        "/caf%C3%A9?q=%2F%20+&a[]=1&b=[x]",
        "/%5C/x?a='{}|",
    ] {
        assert_eq!(url(&app, asked).await, asked);
        assert_eq!(browse().at(asked).page(&app).await["url"], asked);
    }
}

#[tokio::test]
async fn the_url_never_has_a_host() {
    let app = app(nothing);
    assert_eq!(url(&app, "http://app.test/events?page=2").await, "/events?page=2");
    assert_eq!(url(&app, "http://app.test").await, "/");
}

#[tokio::test]
async fn a_leading_run_of_slashes_collapses_to_one() {
    let app = app(nothing);
    assert_eq!(url(&app, "http://app.test//evil.test/x?y").await, "/evil.test/x?y");
    assert_eq!(url(&app, "http://app.test///evil.test//x").await, "/evil.test//x");
    assert_eq!(url(&app, "/\\evil.test").await, "/evil.test");
    assert_eq!(url(&app, "/\\/\\evil.test").await, "/evil.test");
}

#[tokio::test]
async fn the_path_of_the_public_url_comes_first() {
    for public in ["https://app.test/base", "https://app.test/base/"] {
        let app = with(Inertia::builder().public_url(public), nothing);
        assert_eq!(url(&app, "/events?page=2").await, "/base/events?page=2");
        assert_eq!(url(&app, "/").await, "/base/");
    }
    let app = with(Inertia::builder().public_url("https://app.test"), nothing);
    assert_eq!(url(&app, "/events?page=2").await, "/events?page=2");
}

#[tokio::test]
async fn a_page_may_say_its_url() {
    #[inertia::page("Event/Index")]
    async fn index() -> Page<Nothing> {
        Nothing {}.page().url("/canonical?sort=\"a\"")
    }
    assert_eq!(url(&app(index), "/other").await, "/canonical?sort=\"a\"");
}

#[tokio::test]
async fn the_version_is_a_string_or_null() {
    for version in ["1", "a\"b\\c", "2026-11-20 </script>"] {
        let app = with(Inertia::builder().version(version), nothing);
        let ask = visit().header("x-inertia-version", version);
        assert_eq!(ask.page(&app).await["version"], version);
        assert_eq!(browse().page(&app).await["version"], version);
    }
    assert_eq!(visit().page(&app(nothing)).await["version"], Value::Null);
}

#[tokio::test]
async fn history_is_encrypted_as_the_page_says_or_its_attribute_or_the_application() {
    #[inertia::page("Event/Index", encrypt_history)]
    async fn on() -> Nothing {
        Nothing {}
    }
    #[inertia::page("Event/Index", encrypt_history = false)]
    async fn off() -> Nothing {
        Nothing {}
    }
    #[inertia::page("Event/Index", encrypt_history)]
    async fn said() -> Page<Nothing> {
        Nothing {}.page().encrypt_history(false)
    }
    let (encrypted, plain) = (page(json!({}), json!({"encryptHistory": true})), page(json!({}), json!({})));
    for (app, expected) in [
        (app(nothing), &plain),
        (app(on), &encrypted),
        (app(said), &plain),
        (with(Inertia::builder().encrypt_history(true), nothing), &encrypted),
        (with(Inertia::builder().encrypt_history(true), off), &plain),
        (with(Inertia::builder().encrypt_history(true), said), &plain),
    ] {
        // Not carried over by the client, so partial reloads say it again.
        for ask in [visit(), partial(), browse()] {
            assert_eq!(&ask.page(&app).await, expected);
        }
    }
}

#[tokio::test]
async fn flags_of_a_page_are_sent_when_set_on_partials_too() {
    #[inertia::page("Event/Index")]
    async fn clearing() -> Page<Nothing> {
        Nothing {}.page().clear_history()
    }
    #[inertia::page("Event/Index")]
    async fn preserving() -> Page<Nothing> {
        Nothing {}.page().preserve_fragment()
    }
    for ask in [visit(), partial()] {
        let cleared = ask.clone().page(&app(clearing)).await;
        assert_eq!(cleared, page(json!({}), json!({"clearHistory": true})));
        let preserved = ask.page(&app(preserving)).await;
        assert_eq!(preserved, page(json!({}), json!({"preserveFragment": true})));
    }
}

#[tokio::test]
async fn integers_that_javascript_rounds_are_written_as_they_are_and_reported_once_per_prop() {
    #[derive(InertiaProps)]
    struct Index {
        huge: u64,
        deep: Lazy<Value>,
        largest: u64,
        fraction: f64,
        text: &'static str,
    }
    #[inertia::page("Event/Index")]
    async fn index() -> Index {
        Index {
            huge: u64::MAX,
            deep: lazy(async { json!({"a": [{"b": -9_007_199_254_740_993_i64}]}) }),
            largest: 9_007_199_254_740_991,
            fraction: 1e300,
            text: "9007199254740993",
        }
    }
    let log = log();
    let app = app(index);
    for _ in 0..2 {
        let body = visit().send(&app).await.body;
        assert!(
            body.contains(r#""huge":18446744073709551615,"deep":{"a":[{"b":-9007199254740993}]}"#),
            "{body}"
        );
    }
    let lines = log.lines("JavaScript");
    if cfg!(debug_assertions) {
        assert_eq!(lines.len(), 2, "{lines:?}");
        for (line, prop) in lines.iter().zip(["`huge`", "`deep`"]) {
            assert!(line.contains(COMPONENT) && line.contains(prop), "{line}");
        }
    }
}

#[tokio::test]
async fn a_different_huge_number_in_the_same_prop_is_not_reported_again() {
    #[derive(InertiaProps)]
    struct Index {
        growing: u64,
    }
    #[inertia::page("Event/Index")]
    async fn index(uri: http::Uri) -> Index {
        let n: u64 = uri.query().and_then(|n| n.parse().ok()).unwrap_or_default();
        Index { growing: u64::MAX - n }
    }
    let log = log();
    let app = app(index);
    for n in 0..3 {
        visit().at(&format!("/?{n}")).page(&app).await;
    }
    let reports = log.lines("`growing`").len();
    assert_eq!(reports, usize::from(cfg!(debug_assertions)));
}

#[tokio::test]
async fn a_pages_own_url_is_a_path_a_query_or_an_absolute_url_without_its_host() {
    #[inertia::page("Event/Index")]
    async fn index(Query(of): Query<HashMap<String, String>>) -> Page<Nothing> {
        Nothing {}.page().url(&of["url"])
    }
    let app = app(index);
    for (given, shown) in [
        ("/canonical", "/canonical"),
        ("%3Fpage=2", "/?page=2"),
        ("https://app.test/y%3Fz", "/y?z"),
        ("//evil.test", "/evil.test"),
    ] {
        let page = visit().at(&format!("/?url={given}")).page(&app).await;
        assert_eq!(page["url"], shown, "{given}");
    }
    let answer = visit().at("/?url=canonical").send(&app).await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(!cfg!(debug_assertions) || answer.body.contains("`Page::url("));
}
