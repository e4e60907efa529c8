//! Panics: each is a 500 and one line in the log, with an error page and without.

use std::{
    convert::Infallible,
    future::Future,
    panic::panic_any,
    pin::Pin,
    task::{Context, Poll},
    thread,
};

use axum::{
    Json, Router,
    body::Body,
    extract::{FromRequestParts, Request},
    response::{Html, IntoResponse, Response},
    routing::any,
};
use bytes::Bytes;
use http::{Method, request::Parts};
use http_body::{Frame, SizeHint};
use inertia::{ErrorInfo, Inertia, InertiaApp, InertiaProps, Lazy, lazy};
use serde::{Serialize, Serializer};
use tower::{Layer, Service, ServiceExt as _};
use tower_http::catch_panic::CatchPanicLayer;

use crate::{
    flash::browser::{self, Browser},
    harness::{Ask, browse, log, visit},
};

#[derive(InertiaProps)]
struct Home {
    title: Lazy<u32>,
}

/// Flashes a message, and then panics.
async fn panics(inertia: Inertia) -> &'static str {
    inertia.flash("toast", "before the panic");
    panic!("the handler panics")
}

#[inertia::page("Event/Index")]
async fn page() -> Home {
    #[allow(clippy::unused_async, reason = "a prop is a future")]
    async fn title() -> u32 {
        panic!("the prop panics")
    }
    Home { title: lazy(title()) }
}

/// A value that panics when it is dropped, unless a panic is on its way already.
#[derive(Clone)]
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        assert!(thread::panicking(), "the bomb goes off");
    }
}

async fn drops() -> &'static str {
    drop(Bomb);
    "never seen"
}

async fn payload_panics() {
    panic_any(Bomb)
}

struct Extracted;

impl<S: Sync> FromRequestParts<S> for Extracted {
    type Rejection = Infallible;

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Infallible> {
        panic!("the extractor panics")
    }
}

async fn extracts(_: Extracted) {}

/// A value whose serialisation panics.
struct Unwritable;

impl Serialize for Unwritable {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        panic!("the serialiser panics")
    }
}

#[derive(InertiaProps)]
struct Unwritten {
    value: Unwritable,
}

#[inertia::page("Event/Index")]
async fn unwritten() -> Unwritten {
    Unwritten { value: Unwritable }
}

#[inertia::page("Event/Index")]
async fn unwritten_later(inertia: Inertia) -> Unwritten {
    inertia.flash("toast", "a page that has to wait");
    Unwritten { value: Unwritable }
}

async fn as_json() -> Json<Unwritable> {
    Json(Unwritable)
}

async fn shares(inertia: Inertia) {
    inertia.share("value", Unwritable);
}

struct PanickingResponse;

impl IntoResponse for PanickingResponse {
    fn into_response(self) -> Response {
        panic!("the response panics")
    }
}

/// A body that the layer asks for its length when it completes the response.
struct Unmeasurable;

impl http_body::Body for Unmeasurable {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(None)
    }

    fn size_hint(&self) -> SizeHint {
        panic!("the body panics")
    }
}

async fn unmeasurable() -> Response {
    Response::new(Body::new(Unmeasurable))
}

/// A middleware whose future holds its values for as long as it exists.
#[derive(Clone)]
struct Holding<S>(S);

impl<S: Service<Request>> Service<Request> for Holding<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = HoldingFuture<S::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(cx)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        HoldingFuture { inner: Box::pin(self.0.call(request)), _bomb: Bomb }
    }
}

struct HoldingFuture<F> {
    inner: Pin<Box<F>>,
    _bomb: Bomb,
}

impl<F: Future> Future for HoldingFuture<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        self.inner.as_mut().poll(cx)
    }
}

fn routes() -> Router {
    let holding = tower::layer::layer_fn(Holding);
    Router::new()
        .route("/handler", any(panics))
        .route("/prop", any(page))
        .route("/extractor", any(extracts))
        .route("/drop", any(drops))
        .route("/payload", any(payload_panics))
        .route("/page", any(unwritten))
        .route("/later", any(unwritten_later))
        .route("/json", any(as_json))
        .route("/share", any(shares))
        .route("/response", any(async || PanickingResponse))
        .route("/body", any(unmeasurable))
        .route("/late-drop", any(async || "the response").layer(holding))
        .route("/both", any(async || -> String { panic!("the handler panics") }).layer(holding))
}

/// Where the panics are, and what the log says of each.
const PANICS: [(&str, &str); 12] = [
    ("/handler", "the handler panics"),
    ("/prop", "page `Event/Index`: prop `title` failed: panicked: the prop panics"),
    ("/extractor", "the extractor panics"),
    ("/drop", "the bomb goes off"),
    ("/payload", "(no message)"),
    ("/page", "the serialiser panics"),
    ("/later", "the serialiser panics"),
    ("/json", "the serialiser panics"),
    ("/share", "the serialiser panics"),
    ("/response", "the response panics"),
    ("/late-drop", "the bomb goes off"),
    ("/both", "the handler panics"),
];

fn inertia() -> InertiaApp {
    Inertia::builder().key([7; 32]).build().unwrap()
}

fn bare() -> Router {
    routes().layer(inertia().layer())
}

fn inside() -> Router {
    routes().layer(CatchPanicLayer::new()).layer(inertia().layer())
}

fn outside() -> Router {
    routes().layer(inertia().layer()).layer(CatchPanicLayer::new())
}

fn with_error_page() -> Router {
    async fn error_page(error: ErrorInfo) -> Html<String> {
        Html(format!("sorry, {}", error.status()))
    }
    let inertia = Inertia::builder().key([7; 32]).error_page(error_page).build().unwrap();
    routes().layer(inertia.layer())
}

fn asks(path: &str) -> [Ask; 4] {
    [browse(), visit(), visit().method(Method::POST), visit().header("purpose", "prefetch")]
        .map(|ask| ask.at(path))
}

#[tokio::test]
async fn every_panic_is_a_500_and_a_line_in_the_log_without_an_error_page() {
    for (path, message) in PANICS {
        for ask in asks(path) {
            let log = log();
            let answer = ask.send(&bare()).await;
            assert_eq!(answer.status.as_u16(), 500, "{path}");
            assert_eq!(answer.header("vary").as_deref(), Some("X-Inertia"), "{path}");
            assert!(answer.body.contains(message) || !cfg!(debug_assertions), "{path}: {}", answer.body);
            assert_eq!(answer.header("x-inertia"), None, "{path}");
            let lines = log.lines(message);
            assert_eq!(lines.len(), 1, "{path}: {:?}", log.lines(""));
            assert!(lines[0].contains(path), "{lines:?}");
        }
        let answer = browse().at(path).header("precognition", "true").send(&bare()).await;
        assert_eq!((answer.status.as_u16(), answer.header("precognition").as_deref()), (500, Some("true")));
    }
}

#[tokio::test]
async fn every_panic_gets_the_error_page_where_there_is_one() {
    for (path, _) in PANICS {
        let ask = browse().at(path).header("accept", "text/html");
        let answer = ask.send(&with_error_page()).await;
        assert_eq!(answer.status.as_u16(), 500, "{path}");
        assert_eq!(answer.body, "sorry, 500 Internal Server Error", "{path}");
    }
}

#[tokio::test]
async fn a_panic_while_the_response_is_completed_is_a_500() {
    let log = log();
    let answer = visit().at("/body").send(&bare()).await;
    assert_eq!((answer.status.as_u16(), answer.header("vary").as_deref()), (500, Some("X-Inertia")));
    assert_eq!(log.lines("GET /body: ").len(), 1, "{:?}", log.lines(""));
    let answer = visit().at("/body").header("accept", "text/html").send(&with_error_page()).await;
    assert_eq!(answer.body, "sorry, 500 Internal Server Error");
}

/// The extensions of a request belong to the application.
#[tokio::test]
async fn extensions_that_panic_when_they_are_dropped_or_cloned_do_no_more() {
    #[derive(Clone)]
    struct Dropped {
        _bomb: Bomb,
    }
    struct Cloned;
    impl Clone for Cloned {
        fn clone(&self) -> Self {
            panic!("the clone panics")
        }
    }
    async fn error_page(_: axum::http::HeaderMap, _: ErrorInfo) -> &'static str {
        "sorry"
    }
    let send = async |request: Request| {
        let builder = Inertia::builder().key([7; 32]).version("v1").error_page(error_page);
        let service = builder.build().unwrap().layer().layer(routes().route("/fine", any(async || "fine")));
        service.oneshot(request).await.unwrap().status().as_u16()
    };
    let request = |path: &str, version: &str| {
        let request = Request::get(path).header("accept", "text/html").header("x-inertia", "true");
        request.header("x-inertia-version", version).body(Body::empty()).unwrap()
    };
    // `stale` is refused before the router is called.
    for (path, version) in [("/fine", "v1"), ("/handler", "v1"), ("/fine", "stale")] {
        let mut dropped = request(path, version);
        dropped.extensions_mut().insert(Dropped { _bomb: Bomb });
        assert_eq!(send(dropped).await, 500, "{path}");
        let mut cloned = request(path, version);
        cloned.extensions_mut().insert(Cloned);
        assert_eq!(send(cloned).await, 500, "{path}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_drop_that_panics_in_a_request_that_was_given_up_is_logged_and_goes_no_further() {
    async fn hangs() {
        let _bomb = Bomb;
        std::future::pending::<()>().await;
    }
    let app = routes().route("/hangs", any(hangs)).layer(inertia().layer());
    let request = Request::get("/hangs").body(Body::empty()).unwrap();
    let log = log();
    let response = tokio::time::timeout(std::time::Duration::from_secs(1), app.oneshot(request)).await;
    assert!(response.is_err(), "it hangs");
    assert_eq!(log.lines("GET /hangs: ").len(), 1, "{:?}", log.lines(""));
}

#[tokio::test]
async fn a_panic_that_is_caught_inside_of_the_layer_is_an_answer_like_any() {
    for path in ["/handler", "/prop"] {
        for ask in asks(path) {
            let answer = ask.send(&inside()).await;
            assert_eq!((answer.status.as_u16(), answer.header("vary").as_deref()), (500, Some("X-Inertia")));
            assert_eq!(answer.header("x-inertia"), None);
        }
        let answer = browse().at(path).header("precognition", "true").send(&inside()).await;
        assert_eq!((answer.status.as_u16(), answer.header("precognition").as_deref()), (500, Some("true")));
        assert_eq!(answer.header("vary").as_deref(), Some("X-Inertia | Precognition"));
    }
}

#[tokio::test]
async fn a_layer_outside_that_catches_panics_has_none_to_catch() {
    let app = outside();
    for path in ["/handler", "/prop"] {
        for ask in asks(path) {
            let answer = ask.send(&app).await;
            assert_eq!((answer.status.as_u16(), answer.header("vary").as_deref()), (500, Some("X-Inertia")));
        }
    }
    assert_eq!(visit().at("/nowhere").send(&app).await.status.as_u16(), 404);
}

#[tokio::test]
async fn what_waits_for_a_page_outlives_a_panic() {
    for app in [bare(), inside(), outside()] {
        for path in ["/handler", "/prop"] {
            let (pages, mut browser) = (browser::app(), Browser::default());
            browser.flash(&pages, "saved").await;
            let mut same = browser.clone();
            same.send(&app, visit().at(path)).await;
            assert!(same.cookies.len() >= browser.cookies.len(), "nothing is taken away");
            assert_eq!(browser.toast(&pages).await, "saved");
        }
    }
}

#[tokio::test]
async fn what_a_handler_said_before_it_panicked_is_said_on_the_next_page() {
    for app in [bare(), inside()] {
        let mut browser = Browser::default();
        browser.send(&app, visit().at("/handler")).await;
        assert_eq!(browser.toast(&browser::app()).await, "before the panic");
    }
}
