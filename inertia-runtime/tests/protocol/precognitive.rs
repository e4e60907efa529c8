//! Live validation's client throws at an answer that does not say `Precognition: true`, so every refusal does.

use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, Query},
    response::{IntoResponse as _, Response},
    routing::{any, post},
};
use http::{Method, StatusCode};
use inertia::{Inertia, Redirect};
use serde_json::{Value, json};

use crate::harness::{Answer, Ask, browse};

#[derive(serde::Deserialize)]
struct Status {
    status: u16,
}

async fn status(Query(Status { status }): Query<Status>) -> Response {
    let status = StatusCode::from_u16(status).unwrap();
    (status, [("x-own", "1"), ("set-cookie", "a=b"), ("location", "/login")], "own").into_response()
}

async fn echo(Json(value): Json<Value>) -> Json<Value> {
    Json(value)
}

fn app() -> Router {
    let inertia = Inertia::builder().key([7; 32]).version("v1").build().unwrap();
    Router::new()
        .route("/status", any(status))
        .route("/login-first", any(|| async { Redirect::to("/login").flash("toast", "log in first") }))
        .route("/back", any(|| async { Redirect::back() }))
        .route("/row", any(|| async { Redirect::to("/events#row") }))
        .route("/client", any(|| async { Redirect::client("/events") }))
        .route("/away", any(|| async { inertia::location("https://other.test/") }))
        .route("/json", post(echo).layer(DefaultBodyLimit::max(20)))
        .layer(inertia.layer())
}

fn live() -> Ask {
    browse().header("precognition", "true").header("accept", "application/json").header("host", "app.test")
}

#[track_caller]
fn says_that_it_knows(answer: &Answer, status: u16) {
    assert_eq!((answer.status.as_u16(), answer.header("precognition").as_deref()), (status, Some("true")));
    assert_eq!(answer.header("precognition-success"), None);
    assert_eq!(answer.header("vary").as_deref(), Some("X-Inertia | Precognition"));
    assert_eq!(answer.header("x-inertia-location"), None);
    assert_eq!(answer.header("x-inertia-redirect"), None);
}

#[tokio::test]
async fn every_error_of_a_handler_says_so_and_is_otherwise_its_own() {
    for code in [400, 401, 403, 404, 405, 409, 413, 415, 419, 422, 423, 429, 500, 503] {
        for method in [Method::GET, Method::POST, Method::PUT, Method::DELETE] {
            let answer = live().method(method).at(&format!("/status?status={code}")).send(&app()).await;
            says_that_it_knows(&answer, code);
            assert_eq!((answer.body.as_str(), answer.header("x-own").as_deref()), ("own", Some("1")));
            // With it the client would read the body as JSON.
            assert!(!answer.header("content-type").unwrap().contains("json"));
        }
    }
}

#[tokio::test]
async fn what_extractors_and_the_router_refuse_says_so() {
    let json = |body: &'static str| live().method(Method::POST).at("/json").body("application/json", body);
    let no_type = live().method(Method::POST).at("/json");
    for (ask, code) in [
        (json("{"), 400),
        (live().at("/status"), 400),
        (live().at("/status?status=x"), 400),
        (live().at("/nowhere"), 404),
        (live().at("/json"), 405),
        (json("\"a string that is longer than it may be\""), 413),
        (no_type, 415),
        (live().at("/status?status=404").header("precognition-validate-only", &"a,".repeat(10_000)), 431),
    ] {
        says_that_it_knows(&ask.send(&app()).await, code);
    }
}

#[tokio::test]
async fn a_redirect_becomes_a_403_because_the_client_would_follow_it_without_knowing() {
    let asks = [301, 302, 303, 307, 308].map(|code| live().at(&format!("/status?status={code}")));
    for ask in asks {
        let answer = ask.method(Method::POST).send(&app()).await;
        says_that_it_knows(&answer, 403);
        assert_eq!(answer.header("location"), None);
        assert_eq!(answer.header("content-type").as_deref(), Some("application/json"));
        assert!(serde_json::from_str::<Value>(&answer.body).unwrap()["message"].is_string());
        // What belongs to the visitor's session, and what other middleware has said, survives.
        assert_eq!(answer.header("set-cookie").as_deref(), Some("a=b"));
        assert_eq!(answer.header("x-own").as_deref(), Some("1"));
    }
    for path in ["/login-first", "/back", "/row", "/client", "/away"] {
        for inertia in [false, true] {
            let ask = live().method(Method::PUT).at(path).header("referer", "http://app.test/form");
            let ask = if inertia { ask.header("x-inertia", "true") } else { ask };
            let answer = ask.send(&app()).await;
            says_that_it_knows(&answer, 403);
            assert_eq!(answer.header("set-cookie"), None, "it flashes nothing");
        }
    }
}

#[tokio::test]
async fn an_answer_that_is_no_refusal_is_left_as_it_is() {
    for code in [200, 201, 204] {
        let answer = live().method(Method::POST).at(&format!("/status?status={code}")).send(&app()).await;
        assert_eq!((answer.status.as_u16(), answer.header("precognition")), (code, None));
        assert_eq!(answer.header("vary").as_deref(), Some("X-Inertia | Precognition"));
    }
    let ask = live().method(Method::POST).at("/json").body("application/json", "{\"a\":1}");
    assert_eq!(serde_json::from_str::<Value>(&ask.send(&app()).await.body).unwrap(), json!({"a": 1}));
}

#[tokio::test]
async fn only_the_word_true_makes_a_request_precognitive() {
    for value in ["True", "1", "false", "", "true, true"] {
        let answer = browse().header("precognition", value).at("/nowhere").send(&app()).await;
        assert_eq!((answer.status.as_u16(), answer.header("precognition")), (404, None), "{value:?}");
    }
}
