//! Responses: headers, stale versions, empty answers, the way back.

use std::{
    convert::Infallible,
    pin::Pin,
    sync::atomic::{AtomicUsize, Ordering},
    task::{Context, Poll},
};

use axum::{
    Router,
    body::Body,
    response::{IntoResponse, Response},
    routing::get,
};
use bytes::Bytes;
use http::{Method, StatusCode, header};
use http_body::Frame;
use inertia::{Builder, Inertia, InertiaProps, Page, Redirect};
use serde_json::json;

use crate::harness::{Answer, Ask, Nothing, app, browse, get_app, nothing, page, partial, visit, with};

#[tokio::test]
async fn vary_is_appended_to_every_response_that_passes_the_layer() {
    let inertia = Inertia::builder().version("v1").build().unwrap();
    let app = Router::new()
        .route("/", get(nothing))
        .route("/redirect", get(|| async { Redirect::to("/") }))
        .route("/away", get(|| async { inertia::location("https://other.test") }))
        .route("/text", get(|| async { "text" }))
        .route("/varied", get(|| async { ([(header::VARY, "Accept")], "text") }))
        .layer(inertia.layer());
    let ask = |ask: Ask| ask.header("x-inertia-version", "v1");
    for path in ["/", "/redirect", "/away", "/text", "/missing"] {
        for ask in [ask(visit()), ask(partial()), browse(), browse().method(Method::POST)] {
            let answer = ask.at(path).send(&app).await;
            assert_eq!(answer.header("vary").as_deref(), Some("X-Inertia"), "{path}");
        }
    }
    assert_eq!(browse().at("/varied").send(&app).await.header("vary").as_deref(), Some("Accept | X-Inertia"));
    let stale = visit().send(&app).await;
    assert_eq!((stale.status, stale.header("vary").as_deref()), (StatusCode::CONFLICT, Some("X-Inertia")));
}

#[tokio::test]
async fn pages_are_not_cached_unless_the_handler_says_so() {
    #[inertia::page("Event/Index")]
    async fn cached() -> Page<Nothing> {
        Nothing {}.page().header("cache-control", "max-age=60")
    }
    for ask in [visit(), partial(), browse()] {
        let plain = ask.clone().send(&app(nothing)).await;
        assert_eq!(plain.header("cache-control").as_deref(), Some("no-cache, private"));
        let cached = ask.send(&app(cached)).await;
        assert_eq!(cached.header("cache-control").as_deref(), Some("max-age=60"));
    }
    let text = visit().send(&app(|| async { "text" })).await;
    assert_eq!(text.header("cache-control"), None);
}

#[tokio::test]
async fn a_page_that_says_something_once_is_not_cached_whatever_the_handler_says() {
    #[inertia::page("Event/Index")]
    async fn greets(uri: http::Uri) -> Page<Nothing> {
        let caching = uri.query().unwrap_or_default().to_owned();
        Nothing {}.page().flash("toast", "welcome").header("cache-control", caching)
    }
    for (caching, expected) in [
        ("public,max-age=60", "no-cache, private"),
        ("private,max-age=60", "no-cache, private"),
        ("No-Store", "No-Store"),
    ] {
        let answer = visit().at(&format!("/?{caching}")).send(&app(greets)).await;
        assert_eq!(answer.header("cache-control").as_deref(), Some(expected));
    }
}

#[tokio::test]
async fn a_visit_gets_json_that_is_marked_and_a_browser_a_document_that_is_not() {
    let json = visit().send(&app(nothing)).await;
    assert_eq!(json.header("x-inertia").as_deref(), Some("true"));
    assert_eq!(json.header("content-type").as_deref(), Some("application/json"));
    let html = browse().header("accept", "application/json").send(&app(nothing)).await;
    assert_eq!(html.header("x-inertia"), None);
    assert_eq!(html.header("content-type").as_deref(), Some("text/html; charset=utf-8"));
}

static RUNS: AtomicUsize = AtomicUsize::new(0);

fn stale_app(builder: Builder<()>) -> Router {
    #[inertia::page("Event/Index")]
    async fn counted() -> Nothing {
        RUNS.fetch_add(1, Ordering::SeqCst);
        Nothing {}
    }
    with(builder, counted)
}

#[track_caller]
fn bounced(answer: &Answer, location: &str, version: Option<&str>) {
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert_eq!(answer.header("x-inertia-location").as_deref(), Some(location));
    assert_eq!(answer.header("x-inertia-version").as_deref(), version);
    let version = version.map(|_| "x-inertia-version");
    let names: Vec<_> = ["vary", "x-inertia-location"].into_iter().chain(version).collect();
    assert_eq!(answer.header_names(), names);
    assert_eq!(answer.body, "");
}

#[tokio::test]
async fn a_stale_visit_is_sent_to_its_own_url_before_the_handler_runs() {
    let app = stale_app(Inertia::builder().version("v2"));
    for ask in [visit(), partial().only("a"), visit().header("purpose", "prefetch")] {
        for version in ["v1", "", "V2", "v2 v2"] {
            let ask = ask.clone().at("/events?page=2").header("x-inertia-version", version);
            bounced(&ask.send(&app).await, "/events?page=2", Some("v2"));
        }
        bounced(&ask.at("/events").send(&app).await, "/events", Some("v2"));
    }
    assert_eq!(RUNS.load(Ordering::SeqCst), 0);
    let current = visit().header("x-inertia-version", "v2").page(&app).await;
    assert_eq!(current["version"], "v2");
    assert_eq!(RUNS.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn only_a_get_visit_can_be_stale() {
    let app = with(Inertia::builder().version("v2"), nothing);
    for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::HEAD] {
        let answer = visit().method(method).header("x-inertia-version", "v1").send(&app).await;
        assert_eq!(answer.status, StatusCode::OK);
    }
    assert_eq!(browse().header("x-inertia-version", "v1").send(&app).await.status, StatusCode::OK);
}

#[tokio::test]
async fn without_a_version_only_a_client_that_has_one_is_stale() {
    let app = app(nothing);
    assert_eq!(visit().page(&app).await, page(json!({}), json!({})));
    assert_eq!(visit().header("x-inertia-version", "").send(&app).await.status, StatusCode::OK);
    bounced(&visit().header("x-inertia-version", "v1").send(&app).await, "/", None);
}

#[tokio::test]
async fn a_stale_visit_goes_to_the_public_origin_when_one_is_configured() {
    let builder = || Inertia::builder().version("v2");
    let app = with(builder().public_url("https://app.test"), nothing);
    bounced(&visit().at("/events?page=2").send(&app).await, "https://app.test/events?page=2", Some("v2"));
    let app = with(builder().public_url("https://app.test/base"), nothing);
    bounced(&visit().at("/events").send(&app).await, "https://app.test/base/events", Some("v2"));
}

#[tokio::test]
async fn a_stale_visit_is_never_sent_to_a_host_that_its_path_names() {
    let app = with(Inertia::builder().version("v2"), nothing);
    bounced(&visit().at("http://a.test//evil.test/x").send(&app).await, "/evil.test/x", Some("v2"));
}

#[tokio::test]
async fn pages_with_an_error_status_are_pages() {
    #[inertia::page("Event/Index")]
    async fn failed(uri: http::Uri) -> Page<Nothing> {
        let status = uri.query().and_then(|status| status.parse().ok()).unwrap();
        Nothing {}.page().status(StatusCode::from_u16(status).unwrap())
    }
    for status in [400, 403, 404, 422, 500, 503] {
        let uri = format!("/?{status}");
        let mut expected = page(json!({}), json!({}));
        expected["url"] = json!(uri);
        for ask in [visit(), partial(), browse()] {
            let answer = ask.at(&uri).send(&app(failed)).await;
            assert_eq!(answer.status.as_u16(), status);
            assert_eq!(answer.page(), expected);
        }
        assert!(visit().at(&uri).send(&app(failed)).await.header("x-inertia").is_some());
    }
}

/// A body that turns out to be empty, which its length did not tell.
struct Unsized;

impl http_body::Body for Unsized {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(None)
    }
}

fn empty() -> Response {
    (StatusCode::OK, [("set-cookie", "a=b"), ("content-type", "text/plain")], Body::empty()).into_response()
}

#[tokio::test]
async fn an_empty_200_answering_a_visit_becomes_a_redirect_back() {
    let app = app(|| async { empty() });
    let ask = || visit().at("/save").header("host", "app.test");
    let came_from = |ask: Ask| ask.header("referer", "http://app.test/events?page=2#row");
    for (ask, status, location) in [
        (came_from(ask()).method(Method::POST), 302, "/events?page=2"),
        (came_from(ask()).method(Method::PUT), 303, "/events?page=2"),
        (came_from(ask()).method(Method::PATCH), 303, "/events?page=2"),
        (came_from(ask()).method(Method::DELETE), 303, "/events?page=2"),
        (came_from(ask()), 302, "/events?page=2"),
        (ask().method(Method::POST), 302, "/"),
        (ask().method(Method::POST).header("referer", "http://evil.test/"), 302, "/"),
        // Back to where the form was, which for a POST may be its own URL.
        (ask().method(Method::POST).header("referer", "http://app.test/save"), 302, "/save"),
    ] {
        let answer = ask.send(&app).await;
        assert_eq!((answer.status.as_u16(), answer.header("location").as_deref()), (status, Some(location)));
        assert_eq!(answer.header("set-cookie").as_deref(), Some("a=b"));
        assert_eq!(answer.header("content-type"), None);
    }
}

#[tokio::test]
async fn a_get_whose_referer_is_its_own_url_is_not_sent_back() {
    let ask = visit().at("/save?a=b").header("host", "app.test");
    for referer in ["http://app.test/save?a=b", "https://app.test/save?a=b#row"] {
        let answer = ask.clone().header("referer", referer).send(&app(|| async { empty() })).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (200, None));
    }
    // Without a page to go back to, the root is where it leads; not from the root.
    let root = visit().send(&app(|| async { empty() })).await;
    assert_eq!((root.status.as_u16(), root.header("location")), (200, None));
    // What counts is the URL that the visitor sees.
    let app = with(Inertia::builder().public_url("https://app.test/base"), || async { empty() });
    let ask = visit().at("/save").header("referer", "https://app.test/base/save");
    assert_eq!(ask.send(&app).await.status, StatusCode::OK);
    let ask = visit().at("/save").header("referer", "https://app.test/base/list");
    assert_eq!(ask.send(&app).await.header("location").as_deref(), Some("/base/list"));
}

#[tokio::test]
async fn an_empty_200_that_is_no_empty_answer_to_a_visit_is_left_alone() {
    let streamed = || async { Body::new(Unsized) };
    let attached =
        || async { ([(header::CONTENT_DISPOSITION, "attachment; filename=\"a.csv\"")], Body::empty()) };
    let post = || visit().method(Method::POST).at("/save");
    for (ask, app) in [
        (browse().method(Method::POST), app(|| async { empty() })),
        (post(), app(streamed)),
        (post(), app(attached)),
        (visit().method(Method::HEAD).at("/save"), app(|| async { empty() })),
        (visit().method(Method::HEAD), get_app(|| async { "a body that goes" })),
        (post(), app(|| async { "not empty" })),
    ] {
        let answer = ask.header("referer", "http://app.test/").header("host", "app.test").send(&app).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (200, None));
    }
}

#[tokio::test]
async fn a_204_and_other_empty_answers_are_the_handlers_own_business() {
    let app = app(|uri: http::Uri| async move {
        StatusCode::from_u16(uri.query().unwrap().parse().unwrap()).unwrap()
    });
    for status in [201, 202, 204, 304, 404, 422, 500] {
        let answer = visit().method(Method::POST).at(&format!("/?{status}")).send(&app).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (status, None));
    }
}
