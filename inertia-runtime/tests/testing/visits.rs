//! Visits: the first, those that follow, and where they lead.

use serde_json::json;

use crate::app::app;

#[tokio::test]
async fn the_first_visit_is_a_document_and_the_next_the_clients() {
    let app = app();
    let first = app.visit("/about").await;
    assert!(first.body().contains("<script data-page=\"app\""), "{}", first.body());
    let second = app.visit("/about").await;
    second.assert_header("x-inertia", "true").assert_component("About");
    assert_eq!((second.url(), second.version()), ("/about", Some("v1")));
    assert!(app.open("/about").await.body().starts_with("<!DOCTYPE html>"));
}

#[tokio::test]
async fn another_visitor_begins_anew() {
    let app = app();
    app.visit("/").await;
    app.visit("/other").await.assert_prop("plans", [1, 2]);
    // This one has nothing of what is sent once, and the prop fails.
    app.visitor().visit("/other").await.assert_status(500);
}

#[tokio::test]
async fn a_visit_without_a_document_before_learns_the_version() {
    app().visit("/about").inertia().await.assert_header("x-inertia", "true").assert_component("About");
}

#[tokio::test]
async fn a_stale_client_is_told_to_load_the_page_anew() {
    let app = app();
    app.visit("/about").await;
    let answer = app.visit("/?page=2").stale().await;
    answer.assert_status(409).assert_location("/?page=2");
    let page = answer.follow().await;
    assert!(page.body().starts_with("<!DOCTYPE html>"));
    page.assert_component("List/Index").assert_prop("page", 2);
}

#[tokio::test]
async fn redirects_are_followed_to_their_end() {
    let app = app();
    app.visit("/").await;
    let answer = app.put("/", json!({})).await;
    answer.assert_status(303).assert_redirect("/other").follow().await.assert_component("Other");
    // The fragment makes it a visit of the client's own.
    app.visit("/hop").await.assert_status(409).assert_redirect("/about#top");
    app.visit("/hop").await.follow().await.assert_component("About");
    app.open("/hop").await.assert_status(302).follow().await.assert_component("About");
    app.visit("/away").await.assert_location("https://example.com/");
}

#[tokio::test]
async fn history_flags_and_headers_are_seen() {
    let app = app();
    app.visit("/").await;
    let page = app.visit("/other").await;
    assert!(page.encrypts_history() && page.clears_history());
    page.assert_header("cache-control", "no-cache, private");
    assert!(!app.visit("/about").await.encrypts_history());
}

#[tokio::test]
async fn a_page_that_is_fetched_ahead_is_not_shown() {
    let app = app();
    app.visit("/about").await;
    app.visit("/").prefetch().await.assert_component("List/Index");
    app.post("/sign-up", json!({ "name": "Ada", "age": 30 })).await.assert_redirect("/about");
}

#[tokio::test]
async fn json_is_asked_for_as_the_client_does_it() {
    let app = app();
    let likes: serde_json::Value = app.get_json("/likes/7").await.json();
    assert_eq!(likes, json!({ "id": 7, "likes": 3 }));
    app.post_json("/sign-up", json!({ "name": "", "age": "x" }))
        .await
        .assert_status(422)
        .assert_errors([("age", "must be a number")]);
}

#[tokio::test]
async fn relative_urls_start_at_the_page_that_is_shown() {
    let app = app();
    app.visit("/?page=1").await;
    app.visit("?page=2").await.assert_prop("page", 2);
    assert_eq!(app.visit("other").await.url(), "/other");
}
