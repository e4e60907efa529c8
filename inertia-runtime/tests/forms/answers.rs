//! What invalid forms get, by the kind of request.

use axum::Router;
use http::Method;
use inertia::InertiaForm;
use serde_json::json;

use crate::harness::{Ask, app, browser, live, live_all, script, show, visit};

#[derive(Debug, InertiaForm)]
struct Ticket {
    name: String,
    price: u32,
}

fn tickets() -> Router {
    app(show::<Ticket>)
}

fn wrong(ask: Ask) -> Ask {
    ask.json(&json!({ "name": "Day", "price": "x" }))
}

fn right(ask: Ask) -> Ask {
    ask.json(&json!({ "name": "Day", "price": "12" }))
}

#[tokio::test]
async fn a_valid_form_reaches_the_handler() {
    for ask in [visit(), script(), browser()] {
        let answer = right(ask).send(&tickets()).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.text(), r#"Ticket { name: "Day", price: 12 }"#);
    }
}

#[cfg(feature = "cookie-session")]
#[tokio::test]
async fn a_visit_is_sent_back_with_the_errors_flashed() {
    let app = tickets();
    let methods = [
        (Method::POST, 302),
        (Method::PUT, 303),
        (Method::PATCH, 303),
        (Method::DELETE, 303),
        (Method::GET, 302),
    ];
    for (method, status) in methods {
        let ask = match method {
            Method::GET => visit().method(Method::GET).at("/submit?name=Day&price=x"),
            _ => wrong(visit().method(method.clone())),
        };
        let answer = ask.send(&app).await;
        assert_eq!(answer.status, status, "{method}");
        assert_eq!(answer.header("location"), "/form", "{method}");
        assert_eq!(answer.header("vary"), "X-Inertia, Accept, Precognition");
        assert_eq!(answer.flashed_errors(&app, None).await, json!({ "price": ["must be a number"] }));
    }
}

#[cfg(feature = "cookie-session")]
#[tokio::test]
async fn a_visit_is_sent_back_whatever_it_accepts() {
    let answer = wrong(visit().header("accept", "application/json")).send(&tickets()).await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (302, "/form".to_owned()));
}

#[cfg(feature = "cookie-session")]
#[tokio::test]
async fn the_errors_are_shown_under_the_visits_bag() {
    let app = tickets();
    let answer = wrong(visit().header("x-inertia-error-bag", "createTicket")).send(&app).await;
    let errors = answer.flashed_errors(&app, Some("createTicket")).await;
    assert_eq!(errors, json!({ "createTicket": { "price": ["must be a number"] } }));
}

#[cfg(feature = "cookie-session")]
#[tokio::test]
async fn a_browsers_own_form_is_sent_back_as_well() {
    let app = tickets();
    for ask in [browser(), browser().header("accept", "text/html,application/xhtml+xml,*/*;q=0.8")] {
        let answer = ask.urlencoded("name=Day&price=").send(&app).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (302, "/form".to_owned()));
        assert_eq!(answer.flashed_errors(&app, None).await, json!({ "price": ["is required"] }));
    }
}

#[tokio::test]
async fn a_request_with_a_json_body_and_no_visit_is_a_scripts_whatever_it_accepts() {
    for accept in ["text/html,application/xhtml+xml,*/*;q=0.8", "*/*", ""] {
        for kind in ["application/json", "Application/JSON; charset=utf-8", "application/vnd.api+json"] {
            let ask = browser().header("accept", accept).body(kind, r#"{"name":"Day","price":"x"}"#);
            let answer = ask.send(&tickets()).await;
            assert_eq!(answer.status, 422, "{accept} {kind}");
            assert_eq!(answer.header("vary"), "X-Inertia, Accept, Precognition");
            assert_eq!(answer.json()["errors"], json!({ "price": ["must be a number"] }));
        }
    }
    // Malformed JSON is a script's as well.
    let answer = browser().body("application/json", "{").send(&tickets()).await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (400, "application/json".to_owned()));
}

#[tokio::test]
async fn a_script_gets_json() {
    let answer = wrong(script()).send(&tickets()).await;
    assert_eq!(answer.status, 422);
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("precognition"), "");
    let expected =
        json!({ "message": "The given data was invalid.", "errors": { "price": ["must be a number"] } });
    assert_eq!(answer.json(), expected);
}

#[tokio::test]
async fn live_validation_gets_its_verdict_and_never_the_handler() {
    let app = tickets();
    let answer = right(live_all()).send(&app).await;
    assert_eq!(answer.status, 204);
    assert_eq!(answer.header("precognition"), "true");
    assert_eq!(answer.header("precognition-success"), "true");
    assert_eq!(answer.header("content-type"), "");
    assert_eq!(answer.header("vary"), "X-Inertia, Accept, Precognition");
    assert!(answer.body.is_empty());

    let answer = wrong(live_all()).send(&app).await;
    assert_eq!(answer.status, 422);
    assert_eq!(answer.header("precognition"), "true");
    assert_eq!(answer.header("precognition-success"), "");
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("vary"), "X-Inertia, Accept, Precognition");
    let expected =
        json!({ "message": "The given data was invalid.", "errors": { "price": ["must be a number"] } });
    assert_eq!(answer.json(), expected);
}

#[tokio::test]
async fn live_validation_is_no_visit_even_when_it_says_so() {
    let answer = right(live("price").header("x-inertia", "true")).send(&tickets()).await;
    assert_eq!(answer.status, 204);
}

#[tokio::test]
async fn a_form_by_get_or_delete_is_in_the_query() {
    let app = tickets();
    for method in [Method::GET, Method::DELETE] {
        let ask = |query: &str| script().method(method.clone()).at(&format!("/submit?{query}"));
        assert_eq!(ask("name=Day&price=12").send(&app).await.text(), r#"Ticket { name: "Day", price: 12 }"#);
        assert_eq!(ask("name=Day").send(&app).await.json()["errors"], json!({ "price": ["is required"] }));
        let live = live("price").method(method.clone()).header("content-type", "application/json");
        assert_eq!(live.clone().at("/submit?name=Day&price=12").send(&app).await.status, 204);
        let answer = live.at("/submit?price=x").send(&app).await;
        assert_eq!(answer.json()["errors"], json!({ "price": ["must be a number"] }));
    }
}

#[tokio::test]
async fn no_body_is_an_empty_form() {
    let expected = json!({ "name": ["is required"], "price": ["is required"] });
    assert_eq!(script().send(&tickets()).await.json()["errors"], expected);
    assert_eq!(live_all().send(&tickets()).await.json()["errors"], expected);
}

#[tokio::test]
async fn what_is_no_form_is_refused_as_the_request_understands_it() {
    let app = tickets();
    for malformed in ["{", "[]", "1", "null", "\"\""] {
        let answer = live_all().body("application/json", malformed).send(&app).await;
        assert_eq!(answer.status, 400, "{malformed}");
        assert_eq!(answer.header("precognition"), "true");
        assert_eq!(answer.header("content-type"), "application/json");
        assert_eq!(answer.header("vary"), "X-Inertia, Accept, Precognition");
        assert_eq!(answer.json(), json!({ "message": "Malformed request body." }));

        let answer = script().body("application/json", malformed).send(&app).await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("content-type")),
            (400, "application/json".to_owned())
        );
        assert!(answer.json()["message"].is_string());

        let answer = visit().body("application/json", malformed).send(&app).await;
        assert_eq!(answer.status, 400);
        assert!(answer.header("content-type").starts_with("text/plain"));
    }
    for ask in [live_all(), script(), visit()] {
        let live = !ask.clone().send(&app).await.header("precognition").is_empty();
        let answer = ask.clone().body("text/csv", "a,b").send(&app).await;
        assert_eq!(answer.status, 415);
        assert_eq!(answer.header("precognition"), if live { "true" } else { "" });
        let answer = ask.json(&json!({ "name": "x".repeat(11 << 20) })).send(&app).await;
        assert_eq!(answer.status, 413);
        assert_eq!(answer.header("precognition"), if live { "true" } else { "" });
    }
}

#[tokio::test]
async fn without_the_layer_the_answer_says_what_is_missing() {
    let app = Router::new().route("/submit", axum::routing::post(show::<Ticket>));
    let answer = right(script()).send(&app).await;
    assert_eq!(answer.status, 500);
    assert!(answer.text().contains(".layer(inertia.layer())"), "{}", answer.text());
}
