//! What gets the page: whatever went wrong, whoever answered.

use axum::{
    extract::Request,
    middleware::{Next, from_fn},
};
use http::Method;
use serde_json::json;
use tower_http::catch_panic::CatchPanicLayer;

use super::*;

#[tokio::test]
async fn an_unknown_path_and_a_wrong_method_get_the_page() {
    let app = app();
    for ask in [visit("/nowhere?a=b"), open("/nowhere?a=b")] {
        let answer = ask.send(&app).await;
        assert_sorry(&answer, 404);
        let page = answer.page();
        assert_eq!((&page["url"], &page["props"]["path"]), (&json!("/nowhere?a=b"), &json!("/nowhere")));
        assert_eq!((&page["props"]["app"], &page["props"]["unread"]), (&json!("Doors"), &json!(3)));
    }
    for ask in [visit("/event"), open("/event")] {
        let answer = ask.method(Method::DELETE).send(&app).await;
        assert_sorry(&answer, 405);
        assert_eq!(answer.header("allow").as_deref(), Some("GET,HEAD"));
    }
}

#[tokio::test]
async fn errors_that_handlers_return_get_the_page() {
    let app = app();
    for ask in [visit, open] {
        for (path, status) in [
            ("/missing", 404),
            ("/failed", 500),
            ("/busy", 503),
            ("/empty", 403),
            ("/text", 403),
            ("/conflict", 409),
        ] {
            assert_sorry(&ask(path).send(&app).await, status);
        }
        assert_sorry(&ask("/failed").method(Method::POST).send(&app).await, 500);
    }
}

#[tokio::test]
async fn a_prop_that_fails_panics_or_takes_too_long_gets_the_page() {
    let app = app();
    for ask in [visit, open] {
        assert_sorry(&ask("/event?broken").send(&app).await, 500);
        assert_sorry(&ask("/panicking-prop").send(&app).await, 500);
    }
    let partial = || visit("/event").header("x-inertia-partial-component", "Event/Show");
    assert_sorry(&partial().only("revenue").send(&app).await, 500);
    let late = partial().only("slow").send(&app).await;
    assert_sorry(&late, 500);
    // Of another component, so that the client replaces its page and merges nothing.
    assert_eq!(late.page()["props"]["app"], "Doors");
}

#[tokio::test]
async fn a_panic_gets_the_page_whoever_catches_it() {
    let layer = || {
        let builder = plain_builder().share(shared).state(Made::default()).error_page(error_page);
        builder.build().unwrap().layer()
    };
    let inside = routes().layer(CatchPanicLayer::new()).layer(layer());
    let outside = routes().layer(layer()).layer(CatchPanicLayer::new());
    for app in [app(), inside, outside] {
        for ask in [visit("/panics"), open("/panics"), visit("/panics").method(Method::POST)] {
            assert_sorry(&ask.send(&app).await, 500);
        }
    }
}

#[tokio::test]
async fn a_panic_before_there_is_a_future_gets_the_page() {
    let made = Made::default();
    let inertia = plain_builder().state(made).error_page(error_page).build().unwrap();
    let panics = tower::service_fn(|_: Request| {
        assert!(std::env::var("NOBODY_SETS_THIS").is_ok(), "nobody has set it");
        std::future::ready(Ok::<_, std::convert::Infallible>(().into_response()))
    });
    let app = Router::new().route_service("/", panics).layer(inertia.layer());
    assert_sorry(&visit("/").send(&app).await, 500);
}

#[tokio::test]
async fn rejections_of_extractors_get_the_page() {
    let app = app();
    let (json, form) = ("application/json", "application/x-www-form-urlencoded");
    for ask in [visit, open] {
        let post = |path| ask(path).method(Method::POST);
        assert_sorry(&ask("/query?page=x").send(&app).await, 400);
        assert_sorry(&post("/json").body(json, "{").send(&app).await, 400);
        assert_sorry(&post("/upload").body("text/plain", "far too long").send(&app).await, 413);
        assert_sorry(&post("/json").body("text/plain", "{}").send(&app).await, 415);
        assert_sorry(&post("/json").body(json, "{}").send(&app).await, 422);
        assert_sorry(&post("/form").body(form, "page=x").send(&app).await, 422);
    }
}

#[tokio::test]
async fn refusals_of_middleware_inside_the_layer_get_the_page() {
    async fn refuse(request: Request, next: Next) -> Response {
        match request.uri().query().and_then(|status| status.parse::<u16>().ok()) {
            Some(status) => (StatusCode::from_u16(status).unwrap(), "no").into_response(),
            None => next.run(request).await,
        }
    }
    let builder = plain_builder().state(Made::default()).error_page(error_page);
    let app = routes().layer(from_fn(refuse)).layer(builder.build().unwrap().layer());
    for status in [401, 403, 408, 419, 429, 451, 500, 502, 503, 599] {
        for ask in [visit, open] {
            assert_sorry(&ask(&format!("/event?{status}")).send(&app).await, status);
        }
    }
}

#[tokio::test]
async fn a_request_of_another_site_gets_the_page_where_it_cannot_go_back() {
    let app = app();
    for ask in [visit("/failed"), open("/failed")] {
        let answer = ask.method(Method::POST).header("sec-fetch-site", "cross-site").send(&app).await;
        assert_sorry(&answer, 403);
    }
}

#[cfg(feature = "cookie-session")]
#[tokio::test]
async fn a_visit_of_another_site_goes_back_with_a_flash_where_it_can() {
    let builder = Inertia::builder().key([7; 32]).csrf(inertia::Csrf::new().token());
    let inertia = builder.state(Made::default()).error_page(error_page).build().unwrap();
    let app = routes().layer(inertia.layer());
    let back = visit("/failed").method(Method::POST).send(&app).await;
    assert_eq!((back.status.as_u16(), back.header("location").as_deref()), (302, Some("/")));
    assert_sorry(&open("/failed").method(Method::POST).send(&app).await, 419);
}

#[cfg(feature = "cookie-session")]
#[tokio::test]
async fn a_flash_that_cannot_be_kept_gets_the_page() {
    let builder = Inertia::builder().key([7; 32]).state(Made::default()).error_page(error_page);
    let large = || async { Redirect::to("/event").flash("toast", "x".repeat(10_000)) };
    let app = Router::new().route("/large", post(large)).layer(builder.build().unwrap().layer());
    for ask in [visit("/large"), open("/large")] {
        assert_sorry(&ask.method(Method::POST).send(&app).await, 500);
    }
    let builder = plain_builder().state(Made::default()).error_page(error_page);
    let app = Router::new().route("/large", post(large)).layer(builder.build().unwrap().layer());
    assert_sorry(&visit("/large").method(Method::POST).send(&app).await, 500);
}

#[tokio::test]
async fn without_an_error_page_everything_is_as_it_was() {
    let app = routes().layer(plain_builder().__debug(false).build().unwrap().layer());
    for ask in [visit, open] {
        let answer = ask("/text").send(&app).await;
        assert_eq!((answer.status.as_u16(), &*answer.body), (403, "members only"));
        assert_eq!(answer.header("vary").as_deref(), Some("X-Inertia"));
        assert_eq!(ask("/nowhere").send(&app).await.body, "");
    }
}
