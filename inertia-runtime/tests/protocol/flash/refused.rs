//! Flash that cannot arrive: browsers refuse a `Secure` cookie over plain HTTP, on every host except localhost.

use http::Method;
use inertia::{Csrf, Inertia};

use super::browser::{Browser, post, with};
use crate::harness::{Ask, browse, log, visit};

const WARNING: &str = "the browser refuses the cookie";

/// As the client posts a form at this host by plain HTTP.
fn by_plain_http(host: &str) -> Ask {
    post("/flash?toast=saved").header("host", host).header("origin", &format!("http://{host}"))
}

#[tokio::test]
async fn a_flash_that_the_browser_refuses_is_reported_once_at_its_request() {
    let log = log();
    let app = with(Inertia::builder().key([7; 32]).__debug(true));
    // A page that flashes nothing loses nothing.
    Browser::default().page(&app, visit().header("host", "192.168.1.5:3000")).await;
    assert!(log.lines(WARNING).is_empty());
    for _ in 0..3 {
        Browser::default().send(&app, by_plain_http("192.168.1.5:3000")).await;
    }
    let lines = log.lines(WARNING);
    assert_eq!(lines.len(), 1, "{lines:?}");
    for part in ["WARN POST /flash", "`__Host-inertia-flash`", "192.168.1.5:3000", "`.secure_cookies(false)`"]
    {
        assert!(lines[0].contains(part), "{part}: {lines:?}");
    }
}

#[tokio::test]
async fn a_login_page_that_is_opened_directly_shows_it_too() {
    let log = log();
    let app = with(Inertia::builder().key([7; 32]).__debug(true));
    // A browser's first request names no origin.
    let opened =
        browse().at("/flash?toast=x").header("host", "app.test").header("upgrade-insecure-requests", "1");
    opened.send(&app).await;
    assert_eq!(log.lines(WARNING).len(), 1);
}

#[tokio::test]
async fn the_token_of_forms_is_a_cookie_too() {
    let log = log();
    let app = with(Inertia::builder().key([7; 32]).csrf(Csrf::new().token()).__debug(true));
    visit().header("host", "app.test").send(&app).await;
    let lines = log.lines(WARNING);
    assert_eq!(lines.len(), 1);
    assert!(lines[0].contains("`XSRF-TOKEN`"), "{lines:?}");
}

#[tokio::test]
async fn nothing_is_reported_where_flash_arrives_or_in_production() {
    let secure = || Inertia::builder().key([7; 32]).__debug(true);
    let cases = [
        (with(secure()), by_plain_http("localhost:3000")),
        (with(secure()), by_plain_http("127.0.0.1:3000")),
        (with(secure()), by_plain_http("[::1]:3000")),
        (
            with(secure()),
            post("/flash?toast=x").header("host", "app.test").header("origin", "https://app.test"),
        ),
        (with(secure()), by_plain_http("app.test").header("x-forwarded-proto", "https")),
        (with(secure().secure_cookies(false)), by_plain_http("app.test")),
        (with(secure().__debug(false)), by_plain_http("app.test")),
        // A script.
        (with(secure()), browse().method(Method::POST).at("/flash?toast=x").header("host", "app.test")),
    ];
    for (number, (app, ask)) in cases.into_iter().enumerate() {
        let log = log();
        let response = ask.send(&app).await;
        assert_eq!(log.lines(WARNING), Vec::<String>::new(), "{number} {}", response.status);
    }
}
