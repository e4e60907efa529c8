//! What is too large for the session.

use http::{Method, StatusCode};
use inertia::{ErrorBag, Redirect};
use serde_json::Value;

use super::browser::Browser;
use crate::harness::{Answer, browse, log, visit, with};

async fn large_flash() -> Redirect {
    Redirect::to("/").flash("toast", "saved").flash("report", "x".repeat(5_000))
}

async fn many_errors() -> Redirect {
    let errors: ErrorBag = (0..500).map(|row| (format!("items.{row}.price"), "must be a number")).collect();
    Redirect::to("/").errors(errors).flash("report", "x".repeat(5_000))
}

#[tokio::test]
async fn a_flash_that_is_too_large_is_a_500_that_names_it_and_the_way_out() {
    let log = log();
    let app = with(inertia::Inertia::builder().key([7; 32]), large_flash);
    let answer: Answer = visit().method(Method::POST).at("/save").send(&app).await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(log.lines("ERROR POST /save: what was flashed is too large").len(), 1);
    for part in ["`report` has 5002", "StoreSession"] {
        assert!(answer.body.contains(part), "{part}: {}", answer.body);
    }
    assert_eq!(answer.header("set-cookie"), None);
}

#[tokio::test]
async fn a_forms_errors_find_room_shortened_and_saying_so() {
    let log = log();
    let posts = with(inertia::Inertia::builder().key([7; 32]), many_errors);
    let mut browser = Browser::default();
    let answer = browser.send(&posts, browse().method(Method::POST)).await;
    assert_eq!(answer.status, StatusCode::FOUND);
    let longest = answer.headers.get_all("set-cookie").iter().map(http::HeaderValue::len).max().unwrap();
    assert!(longest < 4096 + 100, "{longest}");
    assert_eq!(log.lines("ERROR POST /: what was flashed is too large for the session").len(), 1);
    assert_eq!(log.lines("WARN POST /: the messages of 500 fields").len(), 1);

    let page = browser.page(&super::app(), visit()).await;
    let errors = page["props"]["errors"].as_object().unwrap();
    assert!(errors.len() > 40, "{}", errors.len());
    let said = format!("(and {} more problems)", 500 - errors.len());
    assert!(errors.values().any(|message| message.as_str().unwrap().contains(&said)));
    assert_eq!(page.get("flash"), None::<&Value>);
}
