//! Limits as an application sets them, and what is said when they are reached.

use axum::{
    Extension, Router,
    extract::DefaultBodyLimit,
    routing::{MethodRouter, post},
};
use http::Method;
use inertia::{FormLimits, Inertia, InertiaForm, Valid};

use crate::raw::{Ask, JSON, URLENCODED};

#[derive(InertiaForm)]
struct Note {
    text: String,
}

async fn length(form: Valid<Note>) -> String {
    form.text.len().to_string()
}

fn app(route: MethodRouter) -> Router {
    let limits = FormLimits::new().body(1_000).field(500).fields(3).depth(2);
    let inertia =
        Inertia::builder().without_session().form_limits(limits).build().expect("the settings are fine");
    Router::new().route("/", route).layer(inertia.layer())
}

fn note(length: usize) -> Ask {
    Ask::body(Method::POST, URLENCODED, format!("text={}", "x".repeat(length)))
}

#[tokio::test]
async fn the_applications_limits_hold_whatever_axums_are() {
    for (route, case) in [
        (post(length), "axum's own default"),
        (post(length).layer(DefaultBodyLimit::max(10)), "a lower one"),
        (post(length).layer(DefaultBodyLimit::disable()), "none"),
    ] {
        let app = app(route);
        assert_eq!(note(500).send(&app).await.text, "500", "{case}");
        assert_eq!(note(501).http().send(&app).await.status, 422, "{case}");
        assert_eq!(note(1_000).send(&app).await.status, 413, "{case}");
    }
}

#[tokio::test]
async fn a_route_may_have_limits_of_its_own() {
    let app = app(post(length).layer(Extension(FormLimits::new().body(3 << 20).field(2 << 20))));
    assert_eq!(note(2 << 20).send(&app).await.text, (2 << 20).to_string());
    assert_eq!(note(3 << 20).send(&app).await.status, 413);
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_in_the_requests_own_way() {
    let app = app(post(length));
    let deep = r#"{"text": [[[]]]}"#;
    let many = "text=1&b=2&c=3&d=4";
    for (ask, status, reason) in [
        (Ask::body(Method::POST, JSON, "{"), 400, "the body cannot be read: EOF while parsing an object"),
        (Ask::body(Method::POST, JSON, deep), 400, "the form nests deeper than 2 levels"),
        (note(1_000), 413, "the body is larger than 1000 bytes; `FormLimits::body` sets another limit"),
        (Ask::body(Method::POST, URLENCODED, many), 413, "the form has more than 3 values"),
        (
            Ask::body(Method::POST, "text/csv", "a"),
            415,
            "no form comes as `text/csv`; send `application/json`",
        ),
    ] {
        let answer = ask.clone().visit().send(&app).await;
        assert_eq!(answer.status, status, "{reason}");
        assert!(answer.text.starts_with(reason), "{}", answer.text);

        let answer = ask.clone().http().send(&app).await;
        assert_eq!(answer.status, status, "{reason}");
        let message: serde_json::Value = serde_json::from_str(&answer.text).expect("JSON");
        assert!(message["message"].as_str().is_some_and(|said| said.starts_with(reason)), "{message}");

        let answer = ask.live().send(&app).await;
        assert_eq!(answer.status, status, "{reason}");
        assert_eq!(answer.headers["precognition"], "true", "{reason}");
        assert!(!answer.headers.contains_key("precognition-success"), "{reason}");
    }
}
