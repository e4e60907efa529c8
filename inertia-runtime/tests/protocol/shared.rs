//! Shared props: their providers.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, UNIX_EPOCH},
};

use axum::{
    Router,
    extract::{FromRequestParts, OriginalUri, Query, State},
};
use http::{HeaderMap, StatusCode, request::Parts};
use inertia::{BoxError, Inertia, InertiaProps, Lazy, Scroll, lazy};
use serde_json::{Value, json};

use crate::harness::{Ask, app, browse, log, page, partial, unneeded, visit, with};

#[derive(InertiaProps)]
pub(crate) struct Own {
    pub(crate) own: u8,
}

#[inertia::page("Event/Index")]
pub(crate) async fn own() -> Own {
    Own { own: 1 }
}

#[derive(InertiaProps)]
pub(crate) struct Name {
    pub(crate) name: &'static str,
}

/// What a provider of this page answered, whose only prop is `name`.
fn named(name: &str) -> Value {
    page(json!({"name": name, "own": 1}), json!({"sharedProps": ["name"]}))
}

#[tokio::test]
async fn a_provider_takes_extractors_and_the_state_of_the_builder() {
    #[derive(Clone)]
    struct Db(&'static str);
    #[derive(InertiaProps)]
    struct Seen {
        db: &'static str,
        uri: String,
        agent: String,
        inertia: bool,
    }
    async fn seen(
        State(Db(db)): State<Db>,
        OriginalUri(uri): OriginalUri,
        headers: HeaderMap,
        inertia: Inertia,
    ) -> Seen {
        let agent = headers["user-agent"].to_str().unwrap().to_owned();
        Seen { db, uri: uri.to_string(), agent, inertia: inertia.is_inertia() }
    }
    async fn late(State(n): State<u8>) -> Number {
        Number { number: n }
    }
    #[derive(InertiaProps)]
    struct Number {
        number: u8,
    }
    let app = with(Inertia::builder().state(Db("events")).share(seen).state(7_u8).share(late), own);
    let page = visit().at("/?a=b").header("user-agent", "me").page(&app).await;
    let props = json!({
        "errors": {}, "db": "events", "uri": "/?a=b", "agent": "me", "inertia": true, "number": 7, "own": 1,
    });
    assert_eq!(page["props"], props);
    assert_eq!(page["sharedProps"], json!(["db", "uri", "agent", "inertia", "number"]));
}

#[tokio::test]
async fn a_provider_may_return_a_result() {
    async fn shared() -> Result<Name, std::io::Error> {
        Ok(Name { name: "ann" })
    }
    assert_eq!(visit().page(&with(Inertia::builder().share(shared), own)).await, named("ann"));
}

#[tokio::test]
async fn a_provider_that_fails_is_a_500_that_names_it_and_the_page() {
    async fn failing_provider() -> Result<Name, BoxError> {
        Err("no session".into())
    }
    #[derive(InertiaProps)]
    struct Fine {
        fine: u8,
    }
    async fn fine_provider() -> Fine {
        Fine { fine: 1 }
    }
    let builder = Inertia::builder().share(fine_provider).share(failing_provider);
    let answer = visit().send(&with(builder, own)).await;
    assert_eq!((answer.status, answer.header("x-inertia")), (StatusCode::INTERNAL_SERVER_ERROR, None));
    if cfg!(debug_assertions) {
        assert!(!answer.body.contains("fine_provider"), "{}", answer.body);
        for part in ["Event/Index", "failing_provider", "no session"] {
            assert!(answer.body.contains(part), "{}", answer.body);
        }
    }
}

#[tokio::test]
async fn a_shared_prop_that_fails_is_a_500_that_names_prop_provider_and_page() {
    #[derive(InertiaProps)]
    struct Shared {
        #[nested]
        auth: Auth,
    }
    #[derive(InertiaProps)]
    struct Auth {
        user: Lazy<u8>,
    }
    async fn failing_props() -> Shared {
        Shared { auth: Auth { user: lazy(async { Err::<u8, _>("no session") }) } }
    }
    let app = with(Inertia::builder().share(failing_props), own);
    let answer = visit().send(&app).await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    if cfg!(debug_assertions) {
        for part in ["Event/Index", "`auth.user`", "failing_props", "no session"] {
            assert!(answer.body.contains(part), "{}", answer.body);
        }
    }
    assert_eq!(partial().only("own").send(&app).await.status, StatusCode::OK);
}

/// An extractor that answers a request without a cookie itself.
struct Session;

impl<S: Sync> FromRequestParts<S> for Session {
    type Rejection = (StatusCode, &'static str);

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        parts.headers.get("cookie").map(|_| Self).ok_or((StatusCode::UNAUTHORIZED, "who are you?"))
    }
}

#[tokio::test]
async fn the_rejection_of_a_providers_extractor_is_the_answer_where_the_provider_is_needed() {
    async fn shared(_: Session) -> Name {
        Name { name: "ann" }
    }
    let app = with(Inertia::builder().share(shared), own);
    let rejected = visit().send(&app).await;
    assert_eq!((rejected.status, rejected.body.as_str()), (StatusCode::UNAUTHORIZED, "who are you?"));
    assert_eq!(visit().header("cookie", "a=b").page(&app).await, named("ann"));
    let unneeded = partial().only("own").page(&app).await;
    assert_eq!(unneeded, page(json!({"own": 1}), json!({"sharedProps": ["name"]})));
}

#[tokio::test]
async fn a_provider_that_no_response_needs_is_not_run() {
    #[derive(InertiaProps)]
    struct Shared {
        name: &'static str,
        #[nested]
        config: Config,
        #[optional]
        debug: Lazy<u8>,
    }
    #[derive(InertiaProps)]
    struct Config {
        lang: &'static str,
    }
    let runs = Arc::new(AtomicUsize::new(0));
    let provider = {
        let runs = runs.clone();
        move || {
            runs.fetch_add(1, Ordering::SeqCst);
            async { Shared { name: "ann", config: Config { lang: "en" }, debug: lazy(async { 1 }) } }
        }
    };
    let app = with(Inertia::builder().share(provider), own);
    for (ask, needed) in [
        (visit(), true),
        (browse(), true),
        (partial(), true),
        (partial().only("own"), false),
        (partial().only("own,nothing,names"), false),
        (partial().except("name,config,debug"), false),
        (partial().only("name").except("name"), false),
        (partial().only("config.lang"), true),
        (partial().only("debug"), true),
        (partial().except("own,name,config"), true),
    ] {
        let before = runs.load(Ordering::SeqCst);
        ask.page(&app).await;
        assert_eq!(runs.load(Ordering::SeqCst) - before, usize::from(needed));
    }
}

#[tokio::test]
async fn a_provider_of_deferred_and_optional_props_only_is_not_run_to_announce_them() {
    #[derive(InertiaProps)]
    struct Shared {
        #[defer(group = "menu")]
        #[merge]
        menu: Lazy<Vec<u8>>,
        #[optional]
        debug: Lazy<u8>,
    }
    let runs = Arc::new(AtomicUsize::new(0));
    let counter = runs.clone();
    let provider = move || {
        counter.fetch_add(1, Ordering::SeqCst);
        async { Shared { menu: lazy(async { vec![2] }), debug: unneeded() } }
    };
    let app = with(Inertia::builder().share(provider), own);
    let expected = json!({
        "sharedProps": ["menu", "debug"], "deferredProps": {"menu": ["menu"]}, "mergeProps": ["menu"],
    });
    assert_eq!(visit().page(&app).await, page(json!({"own": 1}), expected));
    assert_eq!(runs.load(Ordering::SeqCst), 0);
    let fetched = json!({"sharedProps": ["menu", "debug"], "mergeProps": ["menu"]});
    assert_eq!(partial().only("menu").page(&app).await, page(json!({"menu": [2]}), fetched));
    assert_eq!(runs.load(Ordering::SeqCst), 1);
}

#[derive(InertiaProps)]
struct Everything {
    #[always]
    flag: u8,
    #[defer(group = "g", rescue)]
    later: Lazy<u8>,
    #[optional]
    export: Lazy<u8>,
    #[merge(match_on(unchecked = "id"))]
    rows: Vec<Value>,
    #[once(key = "plans-v2")]
    plans: Lazy<u8>,
    #[scroll]
    feed: Lazy<Scroll<u8>>,
    #[nested]
    #[serde(flatten)]
    spliced: Spliced,
}

#[derive(InertiaProps)]
struct Spliced {
    #[prepend(at = "list")]
    news: Value,
}

fn with_everything() -> Router {
    async fn shared() -> Everything {
        let at = UNIX_EPOCH + Duration::from_secs(1_900_000_000);
        Everything {
            flag: 1,
            later: lazy(async { Err::<u8, _>("down") }),
            export: lazy(async { 3 }),
            rows: vec![json!({"id": 4})],
            plans: lazy(async { 5 }).expires_at(at),
            feed: lazy(async { Scroll::page(vec![6], 1, false) }),
            spliced: Spliced { news: json!({"list": [7], "more": 8}) },
        }
    }
    with(Inertia::builder().share(shared), own)
}

#[tokio::test]
async fn every_attribute_works_on_a_shared_prop() {
    let keys = json!(["flag", "later", "export", "rows", "plans", "feed", "news"]);
    let scroll = json!({"feed": {
        "pageName": "page", "previousPage": null, "nextPage": null, "currentPage": 1, "reset": false,
    }});
    let once = json!({"plans-v2": {"prop": "plans", "expiresAt": 1_900_000_000_000_u64}});
    let full = page(
        json!({
            "flag": 1, "rows": [{"id": 4}], "plans": 5, "feed": {"data": [6]},
            "news": {"list": [7], "more": 8}, "own": 1,
        }),
        json!({
            "sharedProps": keys, "deferredProps": {"g": ["later"]},
            "mergeProps": ["rows", "feed.data"], "prependProps": ["news.list"], "matchPropsOn": ["rows.id"],
            "scrollProps": scroll, "onceProps": once,
        }),
    );
    let app = with_everything();
    assert_eq!(visit().page(&app).await, full);
    assert_eq!(browse().page(&app).await, full);
    let cases = [
        (partial().only("own"), json!({"flag": 1, "own": 1}), json!({})),
        (partial().only("later"), json!({"flag": 1}), json!({"rescuedProps": ["later"]})),
        (partial().only("export"), json!({"flag": 1, "export": 3}), json!({})),
        (
            partial().only("news.list").except("flag"),
            json!({"flag": 1, "news": {"list": [7]}}),
            json!({"prependProps": ["news.list"]}),
        ),
        (
            partial().only("feed").scrolling("prepend"),
            json!({"flag": 1, "feed": {"data": [6]}}),
            json!({"prependProps": ["feed.data"], "scrollProps": scroll}),
        ),
        (
            partial().except("own,later,export,feed,news").holding("plans-v2"),
            json!({"flag": 1, "rows": [{"id": 4}]}),
            json!({"mergeProps": ["rows"], "matchPropsOn": ["rows.id"]}),
        ),
    ];
    for (ask, props, mut rest) in cases {
        rest["sharedProps"] = keys.clone();
        assert_eq!(ask.page(&app).await, page(props, rest));
    }
    let held = visit().holding("plans-v2").page(&app).await;
    assert_eq!((held["props"].get("plans"), &held["onceProps"]), (None, &once));
}

#[tokio::test]
async fn between_shared_and_page_once_props_of_one_key_the_pages_entry_wins() {
    #[derive(InertiaProps)]
    struct Shared {
        #[once(key = "cities")]
        towns: Lazy<u8>,
        #[once(key = "langs")]
        langs: Lazy<u8>,
    }
    #[derive(InertiaProps)]
    struct Index {
        #[once(key = "cities")]
        cities: Lazy<u8>,
    }
    async fn shared() -> Shared {
        Shared { towns: lazy(async { 1 }), langs: lazy(async { 2 }) }
    }
    #[inertia::page("Event/Index")]
    async fn index() -> Index {
        Index { cities: lazy(async { 3 }) }
    }
    let app = with(Inertia::builder().share(shared), index);
    let langs = json!({"prop": "langs", "expiresAt": null});
    let once = json!({"cities": {"prop": "cities", "expiresAt": null}, "langs": langs});
    let full = page(
        json!({"towns": 1, "langs": 2, "cities": 3}),
        json!({"sharedProps": ["towns", "langs"], "onceProps": once}),
    );
    assert_eq!(visit().page(&app).await, full);
    // Under the shared key the client holds the page's prop, so the shared one is sent again.
    let held = visit().holding("cities").page(&app).await;
    assert_eq!(
        held,
        page(json!({"towns": 1, "langs": 2}), json!({"sharedProps": ["towns", "langs"], "onceProps": once}))
    );
    let mut towns = once;
    towns["cities"]["prop"] = json!("towns");
    towns.as_object_mut().unwrap().remove("langs");
    let some = partial().only("towns").page(&app).await;
    assert_eq!(
        some,
        page(json!({"towns": 1}), json!({"sharedProps": ["towns", "langs"], "onceProps": towns}))
    );
}

#[tokio::test]
async fn a_once_key_that_pages_share_may_name_different_paths() {
    #[derive(InertiaProps)]
    struct Filter {
        #[nested]
        filter: Cities,
    }
    #[derive(InertiaProps)]
    struct Cities {
        #[once(key = "cities")]
        all: Lazy<u8>,
    }
    #[inertia::page("Event/Index")]
    async fn index() -> Filter {
        Filter { filter: Cities { all: unneeded() } }
    }
    let expected = page(
        json!({"filter": {}}),
        json!({"onceProps": {"cities": {"prop": "filter.all", "expiresAt": null}}}),
    );
    assert_eq!(visit().holding("cities").page(&app(index)).await, expected);
}

#[tokio::test]
async fn a_fresh_shared_once_prop_is_sent_to_a_client_that_has_it() {
    #[derive(InertiaProps)]
    struct Shared {
        #[once]
        plans: Lazy<u8>,
    }
    async fn shared(Query(query): Query<std::collections::HashMap<String, bool>>) -> Shared {
        Shared { plans: lazy(async { 2 }).fresh(query["fresh"]) }
    }
    let app = with(Inertia::builder().share(shared), own);
    let ask = |fresh: bool| -> Ask { visit().at(&format!("/?fresh={fresh}")).holding("plans") };
    assert_eq!(ask(true).props(&app).await, json!({"errors": {}, "plans": 2, "own": 1}));
    assert_eq!(ask(false).props(&app).await, json!({"errors": {}, "own": 1}));
}

#[tokio::test]
async fn a_shared_prop_that_is_rescued_is_logged_with_its_provider() {
    let log = log();
    let rescued = partial().only("later").page(&with_everything()).await;
    assert_eq!(rescued["rescuedProps"], json!(["later"]));
    let lines = log.lines("shared prop `later`");
    assert!(lines.len() == 1 && lines[0].contains("with_everything::shared"), "{lines:?}");
}

#[tokio::test]
async fn two_providers_whose_once_props_share_a_key_are_refused_when_the_application_is_built() {
    #[derive(InertiaProps)]
    struct One {
        #[once(key = "plans")]
        one: Lazy<u8>,
    }
    #[derive(InertiaProps)]
    struct Two {
        #[once(key = "plans")]
        two: Lazy<u8>,
    }
    async fn first() -> One {
        One { one: unneeded() }
    }
    async fn second() -> Two {
        Two { two: unneeded() }
    }
    let error = Inertia::builder().share(first).share(second).build().unwrap_err().to_string();
    for part in ["first", "second", "`plans`"] {
        assert!(error.contains(part), "{error}");
    }
}
