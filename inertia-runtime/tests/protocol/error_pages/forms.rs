//! A form's messages as an answer of its own, and forms that nobody can read.

use http::Method;
use inertia::{ErrorBag, FormLimits, InertiaForm, Valid};

use super::*;

#[derive(InertiaForm)]
struct Like {
    liked: bool,
}

async fn like(form: Valid<Like>) -> Result<Json<bool>, ErrorBag> {
    if form.liked {
        return Err(ErrorBag::of("liked", "this one is over").with("liked", "and was not good"));
    }
    Ok(Json(form.liked))
}

#[cfg(feature = "cookie-session")]
#[tokio::test]
async fn a_bag_is_an_answer_as_that_to_a_form_which_is_not_valid() {
    use serde_json::json;

    use crate::flash::browser::Browser;

    // Nothing here answers live validation by itself.
    async fn refuses() -> ErrorBag {
        ErrorBag::of("liked", "this one is over")
    }

    #[inertia::page("Home")]
    async fn home() -> Shared {
        shared().await
    }
    let inertia =
        Inertia::builder().key([7; 32]).state(Made::default()).error_page(error_page).build().unwrap();
    let app = Router::new()
        .route("/", get(home))
        .route("/like", post(like))
        .route("/refuses", any(refuses))
        .layer(inertia.layer());
    let like = |ask: Ask| {
        let ask =
            ask.method(Method::POST).header("host", "app.test").header("referer", "http://app.test/events");
        ask.body("application/json", r#"{"liked":true}"#)
    };
    for ask in [visit("/like"), open("/like").header("x-inertia", "true")] {
        let mut browser = Browser::default();
        let answer = browser.send(&app, like(ask)).await;
        assert_eq!((answer.status.as_u16(), answer.header("location").as_deref()), (302, Some("/events")));
        let page = browser.page(&app, visit("/")).await;
        assert_eq!(page["props"]["errors"], json!({"liked": "this one is over"}));
    }
    // No form of a browser sends JSON, whatever the request accepts.
    for ask in
        [browse().at("/like").header("accept", "application/json"), open("/like"), browse().at("/like")]
    {
        let answer = like(ask).send(&app).await;
        assert_eq!(answer.status.as_u16(), 422);
        assert_eq!((answer.header("location"), answer.header("set-cookie")), (None, None));
        assert_eq!(answer.header("content-type").as_deref(), Some("application/json"));
        assert_eq!(answer.header("vary").as_deref(), Some("X-Inertia | Accept | Precognition"));
        let body: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
        let errors = json!({"liked": ["this one is over", "and was not good"]});
        assert_eq!(body, json!({"message": "The given data was invalid.", "errors": errors}));
    }
    let answer = browse().at("/refuses").header("accept", "application/json").send(&app).await;
    assert_eq!(answer.header("vary").as_deref(), Some("X-Inertia | Accept"));

    let checked =
        browse().at("/refuses").method(Method::POST).header("precognition", "true").send(&app).await;
    assert_eq!((checked.status.as_u16(), checked.header("precognition").as_deref()), (422, Some("true")));
    assert_eq!((checked.header("location"), checked.header("set-cookie")), (None, None));
}

#[tokio::test]
async fn a_form_that_nobody_can_read_gets_the_page() {
    let builder = plain_builder().form_limits(FormLimits::new().body(16)).state(Made::default());
    let inertia = builder.error_page(error_page).build().unwrap();
    let app = Router::new().route("/like", post(like)).layer(inertia.layer());
    for ask in [visit, open] {
        let long = "x".repeat(100);
        let post = |kind, body: &str| ask("/like").method(Method::POST).body(kind, body);
        let post_json = |body: &str| post("application/json", body).header("x-inertia", "true");
        assert_sorry(&post_json("{").send(&app).await, 400);
        assert_sorry(&post_json(&long).send(&app).await, 413);
        assert_sorry(&post("application/x-www-form-urlencoded", &long).send(&app).await, 413);
        assert_sorry(&post("image/png", "x").send(&app).await, 415);
    }
    // Whoever reads it, the log names the setting.
    for debug in [false, true] {
        let inertia = plain_builder().form_limits(FormLimits::new().body(16)).__debug(debug).build().unwrap();
        let app = Router::new().route("/like", post(like)).layer(inertia.layer());
        let log = crate::harness::log();
        let answer =
            visit("/like").method(Method::POST).body("application/json", &"x".repeat(100)).send(&app).await;
        assert_eq!(answer.status.as_u16(), 413);
        let lines = log.lines("`FormLimits::body` sets another limit");
        assert!(lines.len() == 1 && lines[0].starts_with("INFO POST /like: "), "{lines:?}");
    }
}
