//! Limits as an application sets them, and what is said when they are reached.

use axum::{
    Extension, Router,
    extract::DefaultBodyLimit,
    routing::{MethodRouter, any, post},
};
use http::Method;
use inertia::{FormLimits, Inertia, InertiaForm, Valid};

use crate::raw::{Ask, JSON, URLENCODED};
#[cfg(feature = "multipart")]
use crate::raw::{MULTIPART, texts};

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

fn every_way(name: &str) -> Vec<(&'static str, Ask)> {
    vec![
        ("JSON", Ask::body(Method::POST, JSON, format!(r#"{{"text":"x","{name}":1}}"#))),
        ("urlencoded", Ask::body(Method::POST, URLENCODED, format!("text=x&{name}=1"))),
        #[cfg(feature = "multipart")]
        ("multipart", Ask::body(Method::POST, MULTIPART, texts(&[("text", "x"), (name, "1")]))),
        ("a query", Ask::query(Method::GET, &format!("text=x&{name}=1"))),
    ]
}

#[tokio::test]
async fn a_name_over_the_limit_is_refused_in_every_encoding() {
    let app = app(any(length).layer(Extension(FormLimits::new().name(20))));
    let reason = "the name of a value is longer than 20 bytes; `FormLimits::name` sets another limit";
    for (encoding, ask) in every_way(&"n".repeat(20)) {
        let answer = ask.http().send(&app).await;
        assert!([200, 422].contains(&answer.status.as_u16()), "{encoding}: {}", answer.text);
    }
    for (encoding, ask) in every_way(&"n".repeat(21)) {
        let answer = ask.visit().send(&app).await;
        assert_eq!((answer.status.as_u16(), &*answer.text), (400, reason), "{encoding}");
    }
    // A name is all that leads to a value.
    for json in [
        r#"{"text":{"nnnnnnnnnn":{"nnnnn":1}}}"#,
        r#"{"nnnnnnnnnn":{"nnnnnnnn":[1]}}"#,
        r#"{"nnnnnnnnnn.nnnnnnnnnn":1}"#,
    ] {
        let answer = Ask::body(Method::POST, JSON, json).visit().send(&app).await;
        assert_eq!((answer.status.as_u16(), &*answer.text), (400, reason), "{json}");
    }
}

#[tokio::test]
async fn names_may_have_a_kibibyte() {
    let app = app(any(length).layer(Extension(FormLimits::new())));
    for (length, statuses) in [(1 << 10, [200, 422]), ((1 << 10) + 1, [400, 400])] {
        for (encoding, ask) in every_way(&"n".repeat(length)) {
            let answer = ask.http().send(&app).await;
            assert!(statuses.contains(&answer.status.as_u16()), "{encoding}: {}", answer.text);
        }
    }
}

#[tokio::test]
async fn the_segments_of_a_name_are_levels() {
    let app = app(any(length).layer(Extension(FormLimits::new().depth(3))));
    for (name, status) in [("a.b.c", 200), ("..", 200), ("a.b.c.d", 400), ("...", 400), ("a..b.c", 400)] {
        for (encoding, ask) in every_way(name) {
            let answer = ask.http().send(&app).await;
            let is_refused = answer.status == 400;
            assert_eq!(is_refused, status == 400, "{name} in {encoding}: {}", answer.text);
        }
    }
    for (ask, status) in [
        (Ask::body(Method::POST, JSON, r#"{"text":"x","a":{"b.c":1}}"#), 200),
        (Ask::body(Method::POST, JSON, r#"{"text":"x","a":{"b.c.d":1}}"#), 400),
        (Ask::body(Method::POST, JSON, r#"{"text":"x","a":{"b.c":[1]}}"#), 400),
        (Ask::body(Method::POST, URLENCODED, "text=x&a[b.c]=1"), 200),
        (Ask::body(Method::POST, URLENCODED, "text=x&a[b.c.d]=1"), 400),
        (Ask::body(Method::POST, URLENCODED, "text=x&a[b][c][d]=1"), 400),
    ] {
        let answer = ask.clone().http().send(&app).await;
        assert_eq!(answer.status, status, "{ask:?}: {}", answer.text);
    }
}

#[cfg(feature = "multipart")]
#[tokio::test]
async fn parts_without_a_value_count() {
    let app = app(post(length));
    for part in ["", "; name=\"files[]\"; filename=\"\""] {
        let part = format!("--b\r\nContent-Disposition: form-data{part}\r\n\r\n\r\n");
        for (count, status) in [(2, 200), (3, 413)] {
            let text = "--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nabc\r\n";
            let body = [text, &part.repeat(count), "--b--\r\n"].concat();
            let answer = Ask::body(Method::POST, MULTIPART, body).http().send(&app).await;
            assert_eq!(answer.status, status, "{count} of {part}: {}", answer.text);
        }
    }
}

#[tokio::test]
async fn a_list_of_live_validation_has_few_patterns() {
    let app = app(post(length));
    for (count, status) in [(100, 204), (101, 431)] {
        let live = note(3).live().header("precognition-validate-only", &"a.*,".repeat(count));
        assert_eq!(live.send(&app).await.status, status, "{count}");
    }
}
