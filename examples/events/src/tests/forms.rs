//! Events of visitors' own: putting them into the programme, changing them, taking them off; and likes.

use inertia::testing::{TestApp, Upload};
use serde_json::{Value, json};

use super::{app, database, sign_up};

const PNG: &[u8] = &[0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0];

fn event(title: &str) -> Value {
    json!({
        "title": title, "line": "One evening only", "summary": "", "category": "music", "venue": 1,
        "startsAt": "2026-12-24T20:00", "minutes": 90, "removePoster": false,
        "tickets": [{ "name": "Seat", "price": "12,50", "seats": 100 }],
    })
}

/// Puts an event into the programme, and gives its address.
async fn put_in(app: &TestApp, title: &str) -> String {
    app.visit("/events/new").await.assert_component("Event/Create");
    let page = app.post("/events", event(title)).await.follow().await;
    page.assert_component("Event/Show").assert_prop("mine", true).url().to_owned()
}

#[tokio::test]
async fn an_event_is_put_in_changed_taken_off_and_put_back() {
    let app = app().await;
    sign_up(&app, "Ada").await;
    let url = put_in(&app, "Opening night").await;

    app.visit(&format!("{url}/edit")).await.assert_prop("listing.title", "Opening night");
    let page = app.put(&url, event("Closing night")).await.assert_status(303).follow().await;
    page.assert_prop("event.title", "Closing night");
    page.assert_flash("toast", json!({ "text": "Changed, and open for all to see." }));

    let page = app.delete(&url).await.assert_redirect("/events/mine").follow().await;
    let undo = format!("{url}/restore");
    page.assert_flash("toast", json!({ "text": "“Closing night” is off the programme.", "undo": undo }));
    let page = app.post(&undo, json!({})).await.follow().await;
    page.assert_flash("toast", json!({ "text": "“Closing night” is on again." }));
    app.visit(&url).await.assert_component("Event/Show");
}

#[tokio::test]
async fn what_is_wrong_is_said_all_at_once_at_its_own_field() {
    let app = app().await;
    sign_up(&app, "Ada").await;
    app.visit("/events/new").await;
    let mut form = event("");
    form["venue"] = json!(9_999);
    form["startsAt"] = json!("2026-02-31T20:00");
    form["tickets"] =
        json!([{ "name": "Seat", "price": "free", "seats": 100 }, { "name": "", "price": 1, "seats": 0 }]);
    let page = app.post("/events", form).await.assert_redirect("/events/new").follow().await;
    page.assert_errors([
        ("startsAt", "Choose a day and a time."),
        ("tickets.0.price", "Write a price such as 12.50."),
        ("tickets.1.name", "This is needed."),
        ("tickets.1.seats", "Choose a number from 1 to 5000."),
        ("title", "This is needed."),
        ("venue", "Choose one of the venues."),
    ]);
}

#[tokio::test]
async fn nobody_changes_what_is_somebody_elses() {
    let app = app().await;
    sign_up(&app, "Ada").await;
    let url = put_in(&app, "Opening night").await;
    let other = app.visitor();
    sign_up(&other, "Eve").await;
    other.visit(&url).await.assert_prop("mine", false);
    other.visit(&format!("{url}/edit")).await.assert_status(403);
    other.put(&url, event("Stolen")).await.assert_status(403);
    other.delete(&url).await.assert_status(403);
    app.visit(&url).await.assert_prop("event.title", "Opening night");
}

#[tokio::test]
async fn a_poster_is_kept_and_what_is_no_picture_is_not() {
    let app = app().await;
    sign_up(&app, "Ada").await;
    app.visit("/events/new").await;
    let form = |poster: &[u8]| {
        let form =
            Upload::new().text("title", "Opening night").text("line", "One evening only").text("summary", "");
        let form = form
            .text("category", "music")
            .text("venue", 1)
            .text("startsAt", "2026-12-24T20:00")
            .text("minutes", 90);
        let form = form
            .text("tickets[0][name]", "Seat")
            .text("tickets[0][price]", "12.50")
            .text("tickets[0][seats]", 9);
        form.file("poster", "poster.png", "image/png", poster)
    };
    let page = app.post("/events", ()).upload(form(b"<svg>")).await.follow().await;
    page.assert_component("Event/Create");
    page.assert_errors([("poster", "This file is no PNG, JPEG or WebP picture.")]);

    let page = app.post("/events", ()).upload(form(PNG)).await.follow().await;
    let poster: String = page.assert_component("Event/Show").prop("event.poster");
    let file = app.open(&format!("/posters/{poster}")).await;
    assert_eq!(&file.bytes()[..], PNG);
    file.assert_header("content-type", "image/png");
    std::fs::remove_dir_all(database().with_extension("").display().to_string() + "-posters").unwrap();
}

#[tokio::test]
async fn a_like_counts_once_its_owner_has_logged_in() {
    let app = app().await;
    let url = {
        let ada = app.visitor();
        sign_up(&ada, "Ada").await;
        put_in(&ada, "Opening night").await
    };
    let like = format!("{url}/like");
    let answer = app.post_json(&like, json!({ "liked": true })).await;
    answer.assert_status(422).assert_errors([("liked", "Log in, and your like counts.")]);
    sign_up(&app, "Eve").await;
    for _ in 0..2 {
        let likes: Value = app.post_json(&like, json!({ "liked": true })).await.json();
        assert_eq!(likes, json!({ "count": 1, "mine": true }));
    }
    app.visit(&url).await.assert_prop("likes", json!({ "count": 1, "mine": true }));
}
