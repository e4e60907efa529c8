//! Help while developing: one line in the log for each mistake, and none where all is right.
#![cfg(debug_assertions)]

use axum::{Extension, Router, routing::get};
use http::Method;
use inertia::{Inertia, InertiaProps, Lazy, Vite, lazy};

use crate::harness::{app, browse, get_app, log, unneeded, visit, with};

#[derive(InertiaProps)]
struct Listed {
    events: Vec<u32>,
    #[nested]
    auth: Auth,
}

#[derive(InertiaProps)]
struct Auth {
    user: &'static str,
}

fn listed() -> Listed {
    Listed { events: vec![1], auth: Auth { user: "Ada" } }
}

#[tokio::test]
async fn unknown_names_of_every_list_are_told_once_with_the_nearest() {
    #[inertia::page("Hints/Lists")]
    async fn page() -> Listed {
        listed()
    }
    let (log, app) = (log(), app(page));
    let ask = || visit().header("x-inertia-partial-component", "Hints/Lists");
    for _ in 0..2 {
        ask().only("evnts").send(&app).await;
        ask().except("auth.usr,events").send(&app).await;
        ask().only("events,eventz").reset("eventz").send(&app).await;
    }
    assert_eq!(
        log.lines("Hints/Lists"),
        [
            "WARN page `Hints/Lists`: `only` names `evnts`, but the page has no such prop; did you mean `events`?",
            "WARN page `Hints/Lists`: `except` names `auth.usr`, but the page has no such prop; did you mean `auth.user`?",
            "WARN page `Hints/Lists`: `reset` names `eventz`, but the page has no such prop; did you mean `events`?",
        ]
    );
}

#[tokio::test]
async fn names_that_are_there_are_not_spoken_of() {
    #[inertia::page("Hints/Right")]
    async fn page(inertia: Inertia) -> Listed {
        inertia.share("locale", "en");
        listed()
    }
    let (log, app) = (log(), app(page));
    let ask = || visit().header("x-inertia-partial-component", "Hints/Right");
    ask().only("events,auth.user,locale,errors").except("auth").reset("events").send(&app).await;
    visit().send(&app).await;
    assert!(log.lines("Hints/Right").is_empty(), "{:?}", log.lines("Hints/Right"));
}

#[derive(InertiaProps)]
struct Slow {
    #[defer(group = "stats")]
    visitors: Lazy<u32>,
    #[defer(group = "stats")]
    revenue: Lazy<u32>,
    #[defer]
    #[once(key = "hints-slow-plans")]
    plans: Lazy<u32>,
}

fn slow() -> Slow {
    Slow { visitors: lazy(async { 1 }), revenue: unneeded(), plans: unneeded() }
}

#[tokio::test]
async fn a_deferred_group_that_nobody_fetches_is_told_once() {
    #[inertia::page("Hints/Unfetched")]
    async fn page() -> Slow {
        slow()
    }
    let (log, app) = (log(), app(page));
    for _ in 0..30 {
        visit().method(Method::POST).at("/preview").holding("hints-slow-plans").send(&app).await;
    }
    let lines = log.lines("Hints/Unfetched");
    assert_eq!(lines.len(), 1, "{lines:?}");
    let expected = "WARN page `Hints/Unfetched`: its deferred group `stats` (`visitors`, `revenue`) was announced 10 times and never fetched; \
                    the client fetches it at the page's URL, most recently `/preview`";
    assert!(lines[0].starts_with(expected), "{lines:?}");
}

#[tokio::test]
async fn a_group_that_is_fetched_or_was_not_shown_is_not_spoken_of() {
    #[inertia::page("Hints/Fetched")]
    async fn page() -> Slow {
        slow()
    }
    let (log, app) = (log(), get_app(page));
    let ask = || visit().header("x-inertia-partial-component", "Hints/Fetched");
    ask().only("visitors").send(&app).await;
    for _ in 0..30 {
        visit().holding("hints-slow-plans").send(&app).await;
        visit().header("purpose", "prefetch").send(&app).await;
        crate::harness::browse().send(&app).await;
    }
    assert!(log.lines("Hints/Fetched").is_empty(), "{:?}", log.lines("Hints/Fetched"));
}

#[derive(InertiaProps)]
struct Once<T: serde::Serialize + Send + 'static> {
    #[once(key = "hints-plans")]
    plans: Lazy<T>,
    #[once]
    hinted: Lazy<u32>,
}

fn once<T: serde::Serialize + Send + 'static>(plans: T) -> Once<T> {
    Once { plans: lazy(async { plans }), hinted: lazy(async { 1 }) }
}

#[tokio::test]
async fn a_once_key_of_two_types_is_told_once() {
    #[inertia::page("Hints/Numbers")]
    async fn numbers() -> Once<Vec<u32>> {
        once(vec![1])
    }
    #[inertia::page("Hints/Numbers/Again")]
    async fn again() -> Once<Vec<u32>> {
        once(vec![2])
    }
    #[inertia::page("Hints/Words")]
    async fn words() -> Once<String> {
        once("one".to_owned())
    }
    let log = log();
    let pages = [app(numbers), app(again), app(words)];
    for page in pages.iter().chain(&pages) {
        visit().send(page).await;
    }
    assert_eq!(
        log.lines("hints-plans"),
        [
            "WARN page `Hints/Words`: the client keeps one value per once key, but the key `hints-plans` is used for `alloc::vec::Vec<u32>` by prop \
          `plans` of page `Hints/Numbers` and for `alloc::string::String` by prop `plans` of page `Hints/Words`; give one of them another key: \
          `#[once(key = \"…\")]`"
        ]
    );
    assert!(log.lines("`hinted`").is_empty());
}

#[derive(InertiaProps)]
struct Shared {
    auth: &'static str,
    app: &'static str,
}

async fn shared() -> Shared {
    Shared { auth: "nobody", app: "Events" }
}

#[tokio::test]
async fn a_prop_in_the_place_of_a_shared_one_is_told_once() {
    #[inertia::page("Hints/Twins")]
    async fn page(inertia: Inertia) -> Listed {
        inertia.share("events", 3);
        listed()
    }
    let log = log();
    let app = with(Inertia::builder().share(shared), page);
    for _ in 0..2 {
        visit().send(&app).await;
    }
    let lines = log.lines("Hints/Twins");
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(
        lines[0].starts_with("WARN page `Hints/Twins`: its prop `auth` replaces the shared prop `auth` of `"),
        "{lines:?}"
    );
    assert!(lines[0].ends_with("::shared`; rename one of them"), "{lines:?}");
    assert_eq!(
        lines[1],
        "WARN page `Hints/Twins`: its prop `events` replaces the prop shared with `Inertia::share(\"events\", ..)`; rename one of them"
    );
}

#[tokio::test]
async fn a_document_without_any_script_is_told_of_at_start() {
    let log = log();
    let _ = Inertia::builder().without_session().build().unwrap();
    assert_eq!(
        log.lines("load no script"),
        [
            "WARN documents load no script, so that browsers show an empty page: add `.vite(Vite::auto(\"frontend\")?)`, or a `.template(..)` with scripts of its own"
        ]
    );
}

#[tokio::test]
async fn a_build_that_no_route_serves_is_told_of() {
    let folder = tempfile::tempdir().unwrap();
    let manifest = folder.path().join("manifest.json");
    let build =
        r#"{ "main.js": { "file": "assets/unserved.js", "css": ["assets/unserved.css"], "isEntry": true } }"#;
    std::fs::write(&manifest, build).unwrap();
    let log = log();
    let vite = Vite::manifest(&manifest).unwrap();
    let layer = Inertia::builder().without_session().vite(vite).build().unwrap().layer();
    let app = Router::new().route("/assets/unserved.css", get(|| async { "" })).layer(layer);
    for path in [
        "/assets/unserved.js",
        "/assets/unserved.js",
        "/assets/unserved.css",
        "/unserved.js",
        "/assets/other.js",
    ] {
        browse().at(path).send(&app).await;
    }
    let lines = log.lines("no route serves it");
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(
        lines[0].starts_with("WARN `/assets/unserved.js` is a file of the front end's build"),
        "{lines:?}"
    );
    assert!(log.lines("load no script").is_empty());
}

#[tokio::test]
async fn a_file_that_a_new_build_has_deleted_does_not_blame_the_router() {
    let folder = tempfile::tempdir().unwrap();
    let manifest = folder.path().join("manifest.json");
    let build = r#"{ "main.js": { "file": "assets/deleted.js", "isEntry": true } }"#;
    std::fs::write(&manifest, build).unwrap();
    let log = log();
    let vite = Vite::manifest(&manifest).unwrap();
    let layer = Inertia::builder().without_session().vite(vite).build().unwrap().layer();
    let app = Router::new().route("/", get(inertia::static_page("About"))).layer(layer);
    // A build begins by deleting the last one.
    std::fs::remove_file(&manifest).unwrap();
    for _ in 0..2 {
        browse().at("/assets/deleted.js").send(&app).await;
    }
    assert_eq!(
        log.lines("/assets/deleted.js"),
        [
            "WARN `/assets/deleted.js` is a file of the front end's build that documents load, and it is gone: the front end is being built, or its build was deleted; run `npm run build` again"
        ]
    );
    std::fs::write(&manifest, build.replace("deleted", "other")).unwrap();
    let document = browse().send(&app).await;
    assert!(document.body.contains("/assets/other.js"), "{}", document.body);
    browse().at("/assets/deleted.js").send(&app).await;
    assert_eq!(log.lines("/assets/deleted.js").len(), 1);
}

#[tokio::test]
async fn a_client_of_an_older_build_loads_the_page_anew() {
    let folder = tempfile::tempdir().unwrap();
    let manifest = folder.path().join("manifest.json");
    let build = r#"{ "main.js": { "file": "assets/one.js", "isEntry": true } }"#;
    std::fs::write(&manifest, build).unwrap();
    let vite = Vite::manifest(&manifest).unwrap();
    let layer = Inertia::builder().without_session().vite(vite).build().unwrap().layer();
    let app = Router::new().route("/", get(inertia::static_page("About"))).layer(layer);
    let version = browse().send(&app).await.page()["version"].as_str().unwrap().to_owned();
    let visit = || browse().header("x-inertia", "true").header("x-inertia-version", &version);
    assert_eq!(visit().send(&app).await.status, 200);
    std::fs::write(&manifest, build.replace("one", "another")).unwrap();
    assert_eq!(visit().send(&app).await.status, 409);
    assert_ne!(browse().send(&app).await.page()["version"], *version);
}

#[tokio::test]
async fn a_page_that_is_not_in_the_build_is_told_of_once() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write(
        "dist/.vite/manifest.json",
        r#"{ "main.ts": { "file": "main.js", "isEntry": true, "dynamicImports": ["pages/About.vue"] },
             "pages/About.vue": { "file": "about.js", "isDynamicEntry": true } }"#,
    );
    write("pages/About.vue", "");
    write("pages/Hints/Unbuilt.vue", "");
    let log = log();
    let builder = Inertia::builder().without_session().vite(Vite::auto(folder.path()).unwrap());
    let app = Router::new()
        .route("/about", get(inertia::static_page("About")))
        .route("/", get(inertia::static_page("Hints/Unbuilt")))
        .layer(builder.build().unwrap().layer());
    browse().at("/about").send(&app).await;
    for _ in 0..2 {
        browse().send(&app).await;
    }
    assert_eq!(
        log.lines("is not in the front end's build"),
        [
            "WARN page `Hints/Unbuilt`: `pages/Hints/Unbuilt.vue` is not in the front end's build, so that browsers show an empty page; run `npm run build` again"
        ]
    );
}

#[tokio::test]
async fn a_layer_around_itself_is_told_of_and_one_around_another_is_not() {
    let inertia = || Inertia::builder().without_session().build().unwrap();
    let (log, outer, inner) = (log(), inertia(), inertia());
    let app = Router::new().route("/", get(async || "here"));
    browse().send(&app.clone().layer(inner.layer()).layer(outer.layer())).await;
    assert!(log.lines("around itself").is_empty());
    let twice = app.layer(inner.layer()).layer(inner.layer());
    for _ in 0..2 {
        assert_eq!(browse().send(&twice).await.body, "here");
    }
    assert_eq!(log.lines("around itself").len(), 1);
}

#[tokio::test]
async fn an_error_page_says_where_what_it_needs_belongs() {
    #[derive(InertiaProps)]
    struct Shared {
        user: &'static str,
    }
    async fn shared(Extension(user): Extension<&'static str>) -> Shared {
        Shared { user }
    }
    #[inertia::page("Hints/Error")]
    async fn error_page() -> Listed {
        listed()
    }
    let log = log();
    let inertia = Inertia::builder().without_session().share(shared).error_page(error_page).build().unwrap();
    let app = Router::new().layer(Extension("Ada")).layer(inertia.layer());
    browse().at("/nowhere").header("accept", "text/html").send(&app).await;
    let lines = log.lines("Hints/Error");
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(
        lines[0].ends_with("answered 500 Internal Server Error; an error page has what the request had outside of the layer, so add that middleware below `.layer(inertia.layer())`, or take an `Option`"),
        "{lines:?}"
    );
}
