//! Redirects whose target we choose end, whatever they lead to.

use axum::{Router, routing::get};
use http::{Method, StatusCode};
use inertia::{Builder, ErrorBag, ErrorInfo, Inertia, InertiaForm, InertiaProps, Redirect, Valid};
use serde_json::{Value, json};

use crate::{
    flash::browser::Browser,
    harness::{Answer, Ask, browse, log, visit},
};

#[derive(InertiaForm)]
struct Search {
    #[allow(dead_code, reason = "it is read, and that is what fails")]
    q: u32,
}

#[derive(InertiaProps)]
struct Empty {}

#[inertia::page("Search")]
async fn search(_: Valid<Search>) -> Empty {
    Empty {}
}

#[inertia::page("Home")]
async fn home() -> Empty {
    Empty {}
}

#[derive(InertiaProps)]
struct Sorry {
    status: u16,
}

#[inertia::page("Error")]
async fn sorry(error: ErrorInfo) -> Sorry {
    Sorry { status: error.status().as_u16() }
}

async fn back() -> Redirect {
    Redirect::back()
}

async fn bag() -> ErrorBag {
    ErrorBag::of("q", "is out of order")
}

fn builder() -> Builder<()> {
    Inertia::builder().key([7; 32])
}

fn with(builder: Builder<()>, routes: Router) -> Router {
    routes.layer(builder.build().unwrap().layer())
}

/// A document, as a browser asks for it.
fn document() -> Ask {
    browse().header("accept", "text/html,application/xhtml+xml,*/*;q=0.8")
}

/// Follows redirects as a browser does, which keeps the `Referer` of the first request; how many there were, and the end.
async fn follow(browser: &mut Browser, app: &Router, ask: Ask, path: &str) -> (usize, Answer) {
    let mut path = path.to_owned();
    for hops in 0..20 {
        let answer = browser.send(app, ask.clone().header("host", "app.test").at(&path)).await;
        match answer.header("location") {
            Some(location) => path = location,
            None => return (hops, answer),
        }
    }
    panic!("these redirects do not end");
}

#[track_caller]
fn is_refused(answer: &Answer, expected: &Value) {
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.body);
    let page = answer.page();
    assert_eq!((&page["component"], &page["props"]["status"]), (&json!("Error"), &json!(422)));
    assert_eq!(&page["props"]["errors"], expected);
}

#[tokio::test]
async fn a_form_at_the_root_without_a_page_before_it_is_a_422_with_its_messages() {
    let app = with(builder().error_page(sorry), Router::new().route("/", get(search)));
    for ask in [document(), visit()] {
        for referer in ["", "http://app.test/", "http://evil.test/"] {
            let (hops, answer) =
                follow(&mut Browser::default(), &app, ask.clone().header("referer", referer), "/").await;
            assert_eq!(hops, 0);
            is_refused(&answer, &json!({"q": "is required"}));
            assert_eq!(answer.header("set-cookie"), None, "the messages were shown");
        }
    }
    let head = document().method(Method::HEAD).send(&app).await;
    assert_eq!(head.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn without_an_error_page_a_visitor_reads_the_messages() {
    for builder in [builder(), Inertia::builder().without_session()] {
        let app = with(builder, Router::new().route("/", get(search)).route("/bag", get(bag)));
        let answer = document().at("/").send(&app).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(answer.body, "q: is required");
        let answer = document().at("/").header("x-inertia", "true").send(&app).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (422, None));
    }
    // A script gets them as it does from any other form.
    let app = with(builder(), Router::new().route("/", get(search)).route("/bag", get(bag)));
    let answer = browse().header("accept", "application/json").send(&app).await;
    assert_eq!(serde_json::from_str::<Value>(&answer.body).unwrap()["errors"], json!({"q": ["is required"]}));
}

#[tokio::test]
async fn a_redirect_back_and_a_bag_at_the_fallback_end_as_well() {
    let log = log();
    let routes = || Router::new().route("/", get(back)).route("/home", get(bag));
    let app = with(builder().error_page(sorry), routes());
    let (hops, answer) = follow(&mut Browser::default(), &app, document(), "/").await;
    assert_eq!(hops, 0);
    is_refused(&answer, &json!({}));
    let lines = log.lines("WARN GET / gets a 422");
    assert!(lines.len() == 1 && lines[0].contains("Redirect::back_or"), "{lines:?}");

    let app = with(builder().error_page(sorry).fallback_url("/home"), routes());
    let (hops, answer) = follow(&mut Browser::default(), &app, document(), "/home").await;
    assert_eq!(hops, 0);
    is_refused(&answer, &json!({"q": "is out of order"}));
}

#[tokio::test]
async fn two_pages_that_send_the_visitor_to_each_other_end_with_the_messages() {
    let routes = || {
        Router::new()
            .route("/", get(search))
            .route("/search", get(search))
            .route("/back", get(back))
            .route("/bag", get(bag))
    };
    let app = with(builder().error_page(sorry), routes());
    for start in ["/search?q=x", "/", "/back", "/bag"] {
        for referer in ["/", "/search?q=x", "/back", "/bag"] {
            for ask in [document(), visit(), visit().method(Method::HEAD)] {
                let ask = ask.header("referer", &format!("http://app.test{referer}"));
                let (hops, answer) = follow(&mut Browser::default(), &app, ask.clone(), start).await;
                assert!(hops <= 1, "{start} {referer} {hops}");
                assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            }
        }
    }
    let ask = document().header("referer", "http://app.test/search?q=x");
    let (hops, answer) = follow(&mut Browser::default(), &app, ask, "/").await;
    assert_eq!(hops, 1);
    is_refused(&answer, &json!({"q": "must be a number"}));
}

#[tokio::test]
async fn several_tabs_in_circles_all_end() {
    let routes = Router::new().route("/", get(search)).route("/search", get(search));
    let app = with(builder().error_page(sorry), routes);
    let mut browser = Browser::default();
    for number in 0..12 {
        // Each is at its first redirect when the next begins.
        let ask = document().header("host", "app.test").at(&format!("/search?q=x{number}"));
        let answer = browser.send(&app, ask.header("referer", "http://app.test/?q=y")).await;
        assert_eq!(answer.header("location").as_deref(), Some("/?q=y"));
    }
    let ask = document().header("host", "app.test").header("referer", "http://app.test/?q=y");
    let answer = browser.send(&app, ask.at("/?q=y")).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_visitor_who_was_sent_back_may_be_sent_back_again() {
    let routes = Router::new().route("/", get(home)).route("/search", get(search)).route("/back", get(back));
    let app = with(builder().error_page(sorry), routes);
    let mut browser = Browser::default();
    for path in ["/search?q=x", "/search?q=x", "/back", "/back"] {
        let ask = visit().header("referer", "http://app.test/");
        let (hops, answer) = follow(&mut browser, &app, ask, path).await;
        assert_eq!((hops, answer.status.as_u16()), (1, 200), "{path}");
        assert_eq!(answer.page()["props"]["errors"].get("q").is_some(), path.starts_with("/search"));
        assert!(browser.cookies.is_empty(), "the page has taken the mark away");
    }
}

#[tokio::test]
async fn what_a_refused_redirect_has_flashed_is_shown_once() {
    async fn told() -> Redirect {
        Redirect::back().flash("toast", "not here")
    }
    let routes = || Router::new().route("/", get(told)).route("/home", get(home));
    let app = with(builder().error_page(sorry), routes());
    let mut browser = Browser::default();
    let answer = browser.send(&app, visit()).await;
    assert_eq!((answer.status.as_u16(), &answer.page()["flash"]["toast"]), (422, &json!("not here")));
    assert_eq!(browser.page(&app, visit().at("/home")).await.get("flash"), None);
    // Plain text shows no flash, so the next page does.
    let app = with(builder(), routes());
    assert_eq!(browser.send(&app, visit()).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(browser.page(&app, visit().at("/home")).await["flash"]["toast"], "not here");
}

#[tokio::test]
async fn redirects_with_a_target_of_their_own_are_not_affected() {
    use axum::response::IntoResponse as _;

    // As those that set a cookie first, and lead to the same address.
    async fn cookie_first() -> axum::response::Response {
        ([("set-cookie", "seen=1")], Redirect::to("/")).into_response()
    }
    let app = with(builder().error_page(sorry), Router::new().route("/", get(cookie_first)));
    for ask in [document(), visit(), visit().header("referer", "http://app.test/")] {
        let answer = ask.header("host", "app.test").send(&app).await;
        assert_eq!((answer.status.as_u16(), answer.header("location").as_deref()), (302, Some("/")));
        assert_eq!(answer.header("set-cookie").as_deref(), Some("seen=1"));
    }
}

#[tokio::test]
async fn an_empty_response_and_an_invalid_form_do_not_send_the_visitor_in_circles() {
    let routes = Router::new().route("/", get(|| async {})).route("/search", get(search));
    let app = with(builder().error_page(sorry), routes);
    let ask = visit().header("referer", "http://app.test/search?q=x");
    let (hops, answer) = follow(&mut Browser::default(), &app, ask, "/").await;
    assert_eq!((hops, answer.status.as_u16()), (2, 422));
}

#[tokio::test]
async fn a_prefetch_of_an_invalid_query_has_no_effect_and_a_click_shows_the_messages() {
    let routes = Router::new().route("/", get(home)).route("/search", get(search)).route("/back", get(back));
    let app = with(builder().error_page(sorry), routes);
    let from = |ask: Ask| ask.header("host", "app.test").header("referer", "http://app.test/");
    for (name, value) in [("purpose", "prefetch"), ("sec-purpose", "prefetch;prerender")] {
        for path in ["/search?q=x", "/back"] {
            let answer = from(visit().at(path)).header(name, value).send(&app).await;
            assert_eq!((answer.status.as_u16(), answer.header("set-cookie")), (409, None));
            // What the client keeps makes it ask again when the visitor clicks.
            assert_eq!(answer.header("x-inertia-redirect").as_deref(), Some(path));
            let answer = from(document().at(path)).header(name, value).send(&app).await;
            assert_eq!((answer.status.as_u16(), answer.header("set-cookie")), (409, None));
            assert_eq!((answer.header("location"), &*answer.body), (None, ""));
        }
    }
    let (_, answer) = follow(&mut Browser::default(), &app, from(visit()), "/search?q=x").await;
    assert_eq!(answer.page()["props"]["errors"], json!({"q": "must be a number"}));
}

#[tokio::test]
async fn the_published_address_is_what_is_compared() {
    let app = with(
        builder().error_page(sorry).public_url("https://app.test/base"),
        Router::new().route("/", get(search)).route("/caf%C3%A9", get(search)),
    );
    let answer = document().send(&app).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    // The fallback is the application's own root, and not that of the host.
    let answer = document().at("/caf%C3%A9?q='").send(&app).await;
    assert_eq!((answer.status.as_u16(), answer.header("location").as_deref()), (302, Some("/base/")));
    let ask = document().at("/caf%C3%A9?q='").header("referer", "https://app.test/base/caf%C3%A9?q=%27");
    assert_eq!(ask.send(&app).await.header("location").as_deref(), Some("/base/"));
}
