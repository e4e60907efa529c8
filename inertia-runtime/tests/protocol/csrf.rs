//! Requests of other sites are refused, in a way that the client can show.

use axum::Router;
use http::{Method, StatusCode};
use inertia::{Csrf, Inertia};
use serde_json::Value;

use crate::{
    flash::browser::Browser,
    harness::{Answer, Ask, browse, log, visit},
};

/// An application that a session belongs to, with this check.
fn app(csrf: Csrf) -> Router {
    crate::flash::browser::with(Inertia::builder().key([7; 32]).csrf(csrf).secure_cookies(false))
}

/// A form that another page posts.
fn posted(ask: Ask, site: &str, origin: &str) -> Ask {
    let ask = ask.method(Method::POST).at("/like").header("host", "app.test");
    let ask = if site.is_empty() { ask } else { ask.header("sec-fetch-site", site) };
    if origin.is_empty() { ask } else { ask.header("origin", origin) }
}

async fn status(app: &Router, ask: Ask) -> u16 {
    ask.send(app).await.status.as_u16()
}

#[tokio::test]
async fn a_request_of_another_site_is_refused_and_one_of_ours_is_not() {
    let app = app(Csrf::new());
    let cases = [
        ("same-origin", "http://app.test", 200),
        ("none", "", 200),
        ("", "http://app.test", 200),
        ("", "", 200),
        ("cross-site", "http://evil.test", 403),
        ("same-site", "http://other.app.test", 403),
        ("", "http://evil.test", 403),
        ("", "null", 403),
        ("", "http://app.test:81", 403),
        ("", "http://app.test.evil.test", 403),
    ];
    for (site, origin, expected) in cases {
        assert_eq!(status(&app, posted(browse(), site, origin)).await, expected, "{site} {origin}");
    }
}

#[tokio::test]
async fn reading_is_open_to_every_site() {
    let app = app(Csrf::new());
    for method in [Method::GET, Method::HEAD, Method::OPTIONS] {
        let ask = browse().method(method).header("sec-fetch-site", "cross-site").header("host", "app.test");
        assert_eq!(status(&app, ask).await, 200);
    }
    for method in [Method::PUT, Method::PATCH, Method::DELETE] {
        let ask = posted(browse(), "cross-site", "http://evil.test").method(method);
        assert_eq!(status(&app, ask).await, 403);
    }
}

#[tokio::test]
async fn trusted_origins_and_exempt_paths_pass() {
    let csrf = Csrf::new().trusted_origin("https://accounts.test").exempt("/hooks/").exempt("/fail");
    let app = app(csrf);
    assert_eq!(status(&app, posted(browse(), "cross-site", "https://accounts.test")).await, 200);
    assert_eq!(status(&app, posted(browse(), "cross-site", "http://accounts.test")).await, 403);
    assert_eq!(status(&app, posted(browse(), "cross-site", "http://evil.test").at("/fail")).await, 302);
    assert_eq!(status(&app, posted(browse(), "cross-site", "http://evil.test").at("/failed")).await, 403);
    // Nothing is there, and nothing refuses to say so.
    assert_eq!(status(&app, posted(browse(), "cross-site", "http://evil.test").at("/hooks/a")).await, 404);
}

#[tokio::test]
async fn the_public_url_is_trusted_without_being_named() {
    let builder = Inertia::builder().key([7; 32]).public_url("https://app.test/base");
    let app = crate::flash::browser::with(builder);
    let ask = posted(browse(), "", "https://app.test").header("x-other", "1");
    assert_eq!(status(&app, ask).await, 200);
    let behind_a_proxy = browse()
        .method(Method::POST)
        .at("/like")
        .header("host", "10.0.0.1:3000")
        .header("origin", "https://app.test");
    assert_eq!(status(&app, behind_a_proxy).await, 200);
}

#[tokio::test]
async fn the_check_can_be_switched_off() {
    assert_eq!(status(&app(Csrf::off()), posted(browse(), "cross-site", "http://evil.test")).await, 200);
}

#[test]
fn a_trusted_origin_that_is_none_stops_the_start() {
    for origin in ["accounts.test", "https://accounts.test/path", "ftp://x", ""] {
        let error =
            Inertia::builder().csrf(Csrf::new().trusted_origin(origin)).build().unwrap_err().to_string();
        assert!(error.contains("`Csrf::trusted_origin("), "{error}");
    }
}

#[tokio::test]
async fn a_refused_visit_goes_back_with_a_flash() {
    let log = log();
    let app = app(Csrf::new().flash("toast", "Please try again."));
    let mut browser = Browser::default();
    let ask =
        posted(visit(), "cross-site", "http://evil.test").header("referer", "http://app.test/greet?x=1");
    let answer = browser.send(&app, ask).await;
    assert_eq!(answer.status, StatusCode::FOUND);
    assert_eq!(answer.header("location").as_deref(), Some("/greet?x=1"));
    assert_eq!(answer.header("vary").as_deref(), Some("X-Inertia"));
    assert_eq!(browser.toast(&app).await, "Please try again.");
    assert_eq!(log.lines("WARN POST /like is refused").len(), 1);
}

#[tokio::test]
async fn a_refused_put_goes_back_by_303() {
    let ask = posted(visit(), "cross-site", "http://evil.test").method(Method::PUT);
    let answer = ask.send(&app(Csrf::new())).await;
    assert_eq!((answer.status, answer.header("location").as_deref()), (StatusCode::SEE_OTHER, Some("/")));
}

#[tokio::test]
async fn scripts_and_live_validation_get_json() {
    let app = app(Csrf::new());
    let json = |answer: &Answer| serde_json::from_str::<Value>(&answer.body).unwrap()["message"].clone();
    let ask = posted(browse(), "cross-site", "http://evil.test");
    let answer = ask.clone().header("accept", "application/json").send(&app).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(json(&answer).as_str().unwrap().contains("try again"));
    let answer = ask.header("precognition", "true").send(&app).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(answer.header("precognition").as_deref(), Some("true"));
    assert_eq!(answer.header("vary").as_deref(), Some("X-Inertia | Precognition"));
    assert!(json(&answer).is_string());
}

mod token {
    use super::*;

    /// The cookie that the client reads, and what it repeats in the header.
    async fn browser(app: &Router, cookie: &str) -> (Browser, String) {
        let mut browser = Browser::default();
        browser.page(app, browse()).await;
        let value = browser.cookies.get(cookie).expect("the cookie was set").clone();
        (browser, value)
    }

    #[tokio::test]
    async fn a_request_repeats_the_cookie_in_the_header() {
        let app = app(Csrf::new().token());
        let (mut browser, value) = browser(&app, "XSRF-TOKEN").await;
        let post = || visit().method(Method::POST).at("/flash?toast=saved").header("host", "app.test");
        let answer = browser.send(&app, post().header("x-xsrf-token", &value)).await;
        assert_eq!(answer.status, StatusCode::FOUND);
        assert_eq!(browser.toast(&app).await, "saved");
        assert_eq!(answer.headers.get_all("set-cookie").iter().count(), 1, "the token is not sent again");

        let answer = browser.send(&app, browse().method(Method::POST).at("/like")).await;
        assert_eq!(answer.status.as_u16(), 419);
        let answer = browser.send(&app, post().header("x-xsrf-token", "forged")).await;
        assert_eq!(answer.header("location").as_deref(), Some("/"));
        let page = browser.page(&app, visit()).await;
        assert!(page["flash"]["error"].as_str().unwrap().contains("expired"));
    }

    #[tokio::test]
    async fn a_stale_token_is_replaced_by_the_answer_that_refuses_it() {
        let app = app(Csrf::new().token());
        let mut browser = Browser::default();
        browser.cookies.insert("XSRF-TOKEN".to_owned(), "of-an-old-key".to_owned());
        let ask = visit().method(Method::POST).at("/like").header("x-xsrf-token", "of-an-old-key");
        assert_eq!(browser.send(&app, ask).await.status, StatusCode::FOUND);
        let fresh = browser.cookies["XSRF-TOKEN"].clone();
        let ask = browse().method(Method::POST).at("/like").header("x-xsrf-token", &fresh);
        assert_eq!(browser.send(&app, ask).await.status, StatusCode::OK);
    }

    #[tokio::test]
    async fn names_can_be_those_of_django() {
        let app = app(Csrf::new().token_names("csrftoken", "X-CSRFToken"));
        let (mut browser, value) = browser(&app, "csrftoken").await;
        let ask = browse().method(Method::POST).at("/like").header("x-csrftoken", &value);
        assert_eq!(browser.send(&app, ask).await.status, StatusCode::OK);
    }

    #[test]
    fn names_that_cannot_be_sent_stop_the_start() {
        for csrf in [Csrf::new().token_names("a b", "X-T"), Csrf::new().token_names("t", "X T")] {
            let error = Inertia::builder().csrf(csrf).build().unwrap_err().to_string();
            assert!(error.contains("`Csrf::token_names("), "{error}");
        }
    }
}
