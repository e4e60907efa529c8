//! What keeps the answer that it has.

use http::Method;

use super::*;

/// That an answer has this status and body, and is no page.
#[track_caller]
fn assert_own(answer: &Answer, status: u16, body: &str) {
    assert_eq!((answer.status.as_u16(), &*answer.body), (status, body));
    assert_eq!(answer.header("x-inertia"), None);
}

#[tokio::test]
async fn scripts_pictures_and_requests_for_json_get_no_page() {
    let (app, made) = counted();
    for accept in [
        "application/json",
        "application/json, text/html",
        "*/*",
        "text/css,*/*;q=0.1",
        "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8",
        "text/event-stream",
    ] {
        let ask = |path| browse().at(path).header("accept", accept);
        let missing = ask("/assets/x.js").send(&app).await;
        assert_own(&missing, 404, "");
        assert_eq!(missing.header("vary").as_deref(), Some("X-Inertia | Accept"));
        assert_own(&ask("/text").send(&app).await, 403, "members only");
        let panicked = ask("/panics").send(&app).await;
        assert_eq!(panicked.status.as_u16(), 500);
        assert_eq!(panicked.header("content-type").as_deref(), Some("text/plain; charset=utf-8"));
    }
    assert_own(&browse().at("/nowhere").send(&app).await, 404, "");
    assert_eq!(made.times(), 0);
}

#[tokio::test]
async fn live_validation_gets_no_page() {
    let (app, made) = counted();
    for ask in [visit, open] {
        let answer = ask("/json").method(Method::POST).header("precognition", "true").send(&app).await;
        assert_eq!((answer.status.as_u16(), answer.header("precognition").as_deref()), (415, Some("true")));
        assert_eq!(answer.header("content-type").as_deref(), Some("text/plain; charset=utf-8"));
    }
    assert_eq!(made.times(), 0);
}

#[tokio::test]
async fn what_has_something_to_show_is_left_as_it_is() {
    let (app, made) = counted();
    for ask in [visit, open] {
        assert_own(&ask("/document").send(&app).await, 404, "<h1>nothing</h1>");
        assert_own(&ask("/problem").send(&app).await, 404, "\"nothing\"");
        assert_own(&ask("/file").send(&app).await, 500, "what went wrong");
        let gone = ask("/gone").send(&app).await;
        assert_eq!((gone.status.as_u16(), gone.page()["component"].as_str()), (410, Some("Event/Show")));
    }
    assert_eq!(made.times(), 0);
}

#[tokio::test]
async fn bytes_of_another_kind_are_left_as_they_are() {
    let bytes = || async { (StatusCode::NOT_FOUND, b"BM".to_vec()) };
    let untyped = || async { (StatusCode::NOT_FOUND, axum::body::Body::from("who knows what")) };
    let made = Made::default();
    let builder = plain_builder().state(made.clone()).error_page(error_page);
    let app = Router::new().route("/bytes", get(bytes)).route("/untyped", get(untyped));
    let app = app.layer(builder.build().unwrap().layer());
    assert_own(&open("/bytes").send(&app).await, 404, "BM");
    assert_own(&open("/untyped").send(&app).await, 404, "who knows what");
    assert_eq!(made.times(), 0);
}

#[tokio::test]
async fn a_handler_can_keep_its_plain_answer() {
    let (app, made) = counted();
    for ask in [visit, open] {
        assert_own(&ask("/kept").send(&app).await, 404, "nothing");
    }
    assert_eq!(made.times(), 0);
}

#[tokio::test]
async fn a_stale_client_is_told_before_anything_else() {
    let made = Made::default();
    let builder = plain_builder().version("v2").state(made.clone()).error_page(error_page);
    let app = routes().layer(builder.build().unwrap().layer());
    let stale = visit("/nowhere").header("x-inertia-version", "v1").send(&app).await;
    assert_own(&stale, 409, "");
    assert_eq!(stale.header("x-inertia-location").as_deref(), Some("/nowhere"));
    assert_eq!(made.times(), 0);
    assert_sorry(&visit("/nowhere").header("x-inertia-version", "v2").send(&app).await, 404);
}

#[tokio::test]
async fn the_protocols_own_conflicts_are_no_failures() {
    for name in ["x-inertia-location", "x-inertia-redirect"] {
        let made = Made::default();
        let builder = plain_builder().state(made.clone()).error_page(error_page);
        let handler = move || async move { (StatusCode::CONFLICT, [(name, "/there")]) };
        let app = Router::new().route("/", get(handler)).layer(builder.build().unwrap().layer());
        let answer = visit("/").send(&app).await;
        assert_own(&answer, 409, "");
        assert_eq!((answer.header(name).as_deref(), made.times()), (Some("/there"), 0));
    }
}

#[tokio::test]
async fn who_is_refused_for_the_length_of_a_list_gets_no_page() {
    let (app, made) = counted();
    let ask = visit("/event").header("x-inertia-partial-component", "Event/Show").only(&"a,".repeat(20_000));
    assert_eq!(ask.send(&app).await.status.as_u16(), 431);
    assert_eq!(made.times(), 0);
}
