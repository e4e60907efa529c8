//! Forms: their errors, what they flash, live validation and files.

use inertia::testing::Upload;
use serde_json::{Value, json};

use crate::app::app;

#[tokio::test]
async fn errors_are_on_the_page_that_a_form_came_from() {
    let app = app();
    app.visit("/sign-up").await.assert_no_errors();
    let answer = app.post("/sign-up", json!({ "name": "Eve", "age": "old" })).await;
    let page = answer.assert_redirect("/sign-up").follow().await;
    page.assert_component("SignUp").assert_errors([("age", "must be a number")]);
    app.visit("/sign-up").await.assert_no_errors();
}

#[tokio::test]
async fn a_bag_keeps_the_errors_of_one_form() {
    let app = app();
    app.visit("/sign-up").await;
    let answer = app.post("/sign-up", json!({ "name": "Ada", "age": 30 })).error_bag("signUp").await;
    let page = answer.follow().await;
    page.assert_errors([("name", "is taken")]).assert_prop("errors.signUp.name", "is taken");
}

#[tokio::test]
async fn what_is_flashed_is_shown_once_at_the_end_of_the_redirects() {
    let app = app();
    app.visit("/sign-up").await;
    let page = app.post("/sign-up", json!({ "name": "Eve", "age": 30 })).await.follow().await;
    page.assert_component("About").assert_flash("toast", json!({ "text": "Welcome, Eve (30)." }));
    app.visit("/about").await.assert_no_flash();
}

#[tokio::test]
async fn a_plain_form_needs_no_client() {
    let app = app();
    let answer = app
        .request(http::Method::POST, "/sign-up")
        .form([("name", "Eve"), ("age", "x")])
        .from("/sign-up")
        .await;
    answer
        .assert_status(302)
        .follow()
        .await
        .assert_component("SignUp")
        .assert_errors([("age", "must be a number")]);
}

#[tokio::test]
async fn live_validation_says_only_what_was_asked() {
    let app = app();
    let form = json!({ "name": 3, "age": "x" });
    let answer = app.post("/sign-up", &form).precognitive(["age"]).await;
    answer.assert_status(422).assert_errors([("age", "must be a number")]);
    let answer = app.post("/sign-up", json!({ "name": "Eve", "age": 30 })).precognitive(["age"]).await;
    answer.assert_status(204).assert_header("precognition-success", "true");
}

#[tokio::test]
async fn files_are_sent_as_a_browser_does_it() {
    let form = Upload::new().text("title", "Opening").file("poster", "poster.png", "image/png", b"\r\n--png");
    let answer: Value = app().post("/posters", ()).upload(form).await.json();
    assert_eq!(answer, json!({ "title": "Opening", "name": "poster.png", "bytes": 7 }));
}
