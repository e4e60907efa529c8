//! The token against cross-site requests belongs to the visitor's session.

use axum::{
    Router,
    routing::{any, get},
};
use http::{Method, StatusCode};
use inertia::{Csrf, Error, Inertia, Redirect};
use tower_sessions::{MemoryStore, Session, SessionManagerLayer};

use crate::{
    flash::browser::Browser,
    harness::{self, Ask, browse, visit},
};

async fn log_in(session: Session) -> Result<Redirect, Error> {
    session.insert("user", "Ada").await?;
    session.cycle_id().await?;
    Ok(Redirect::to("/").flash("toast", "Welcome!"))
}

async fn log_out(session: Session) -> Result<Redirect, Error> {
    session.flush().await?;
    Ok(Redirect::to("/"))
}

/// A session that begins without a login, in a response without flash.
async fn add_to_cart(session: Session) -> Result<&'static str, Error> {
    session.insert("cart", 1).await?;
    Ok("added")
}

/// Fails after the session was renewed.
async fn fail(session: Session) -> Result<&'static str, Error> {
    session.cycle_id().await?;
    Err(std::io::Error::other("the database is gone").into())
}

async fn user(session: Session) -> Result<String, Error> {
    Ok(session.get("user").await?.unwrap_or_else(|| "nobody".to_owned()))
}

fn app_with(store: MemoryStore) -> Router {
    let builder = Inertia::builder().key([7; 32]).csrf(Csrf::new().token()).secure_cookies(false);
    let inertia = builder.build().unwrap();
    Router::new()
        .route("/", any(harness::nothing))
        .route("/log-in", any(log_in))
        .route("/log-out", any(log_out))
        .route("/cart", any(add_to_cart))
        .route("/fail", any(fail))
        .route("/user", get(user).post(user))
        .layer(inertia.layer())
        .layer(SessionManagerLayer::new(store).with_secure(false))
}

fn app() -> Router {
    app_with(MemoryStore::default())
}

/// As the client posts: the cookie's value is repeated in the header.
fn post(browser: &Browser, path: &str) -> Ask {
    let ask = visit().method(Method::POST).at(path);
    match browser.cookies.get("XSRF-TOKEN") {
        Some(token) => ask.header("x-xsrf-token", token),
        None => ask,
    }
}

/// A visitor with a page of ours.
async fn visitor(app: &Router) -> Browser {
    let mut browser = Browser::default();
    browser.page(app, browse()).await;
    browser
}

#[tokio::test]
async fn the_response_that_renews_the_session_sets_the_new_token() {
    let app = app();
    let mut browser = visitor(&app).await;
    let before = browser.cookies["XSRF-TOKEN"].clone();
    for _ in 0..2 {
        let ask = post(&browser, "/log-in");
        let response = browser.send(&app, ask).await;
        assert_eq!(response.status, StatusCode::FOUND);
        let set = response.headers.get_all("set-cookie").iter();
        assert_eq!(set.filter(|line| line.as_bytes().starts_with(b"XSRF-TOKEN=")).count(), 1);
        // The next request of the client is not refused, in the very session.
        let ask = post(&browser, "/user");
        let response = browser.send(&app, ask).await;
        assert_eq!((response.status, &*response.body), (StatusCode::OK, "Ada"));
        assert!(response.header("set-cookie").is_none_or(|lines| !lines.contains("XSRF-TOKEN")));
    }
    assert_ne!(browser.cookies["XSRF-TOKEN"], before);
}

#[tokio::test]
async fn a_token_of_another_session_is_refused() {
    let app = app();
    let (mut ada, mut eve) = (visitor(&app).await, visitor(&app).await);
    let anonymous = ada.cookies["XSRF-TOKEN"].clone();
    for browser in [&mut ada, &mut eve] {
        let ask = post(browser, "/log-in");
        browser.send(&app, ask).await;
    }
    // Somebody plants a token of their own in a visitor's browser.
    for planted in [eve.cookies["XSRF-TOKEN"].clone(), anonymous] {
        let mut browser = ada.clone();
        browser.cookies.insert("XSRF-TOKEN".to_owned(), planted);
        let ask = post(&browser, "/user").header("accept", "application/json");
        let response = browser.send(&app, ask).await;
        assert_eq!(response.status, StatusCode::FOUND, "back, with a message");
        let page = browser.page(&app, visit()).await;
        assert!(page["flash"]["error"].as_str().unwrap().contains("expired"));
        // And the refusal gave the visitor a token that works.
        let ask = post(&browser, "/user");
        assert_eq!(browser.send(&app, ask).await.body, "Ada");
    }
    // Without the session that it belongs to, a token is rejected as well.
    let mut browser = ada.clone();
    browser.cookies.remove("id");
    let ask = post(&browser, "/user").header("precognition", "true");
    assert_eq!(browser.send(&app, ask).await.status.as_u16(), 419);
}

#[tokio::test]
async fn a_page_that_was_open_before_the_login_in_another_tab_still_works() {
    let app = app();
    let mut browser = visitor(&app).await;
    let ask = post(&browser, "/log-in");
    browser.send(&app, ask).await;
    // The other tab shares the cookies, and reads the token when it sends its form.
    let ask = post(&browser, "/user");
    assert_eq!(browser.send(&app, ask).await.body, "Ada");
}

#[tokio::test]
async fn a_session_that_ends_or_begins_elsewhere_keeps_the_visitor_going() {
    let app = app();
    let mut browser = visitor(&app).await;
    for path in ["/cart", "/log-in", "/log-out", "/cart", "/log-out", "/log-in"] {
        let ask = post(&browser, path);
        let response = browser.send(&app, ask).await;
        assert!(!response.status.is_server_error() && response.status.as_u16() != 419, "{path}");
        let ask = post(&browser, "/user");
        let response = browser.send(&app, ask).await;
        assert_eq!(response.status, StatusCode::OK, "after {path}");
    }
}

#[tokio::test]
async fn a_visitor_whose_session_has_expired_keeps_a_token_that_works() {
    let app = app();
    let mut browser = visitor(&app).await;
    let ask = post(&browser, "/log-in");
    browser.send(&app, ask).await;
    // The store has lost the session; cookies are as before.
    let app = app_with(MemoryStore::default());
    let ask = post(&browser, "/user");
    assert_eq!(browser.send(&app, ask).await.body, "nobody", "logged out");
    let ask = post(&browser, "/user");
    assert_eq!(browser.send(&app, ask).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_failed_response_changes_neither_session_nor_token() {
    let app = app();
    let mut browser = visitor(&app).await;
    let ask = post(&browser, "/log-in");
    browser.send(&app, ask).await;
    let ask = post(&browser, "/fail");
    let response = browser.send(&app, ask).await;
    assert_eq!((response.status, response.header("set-cookie")), (StatusCode::INTERNAL_SERVER_ERROR, None));
}

#[tokio::test]
async fn scripts_never_see_the_id_of_the_session() {
    let app = app();
    let mut browser = visitor(&app).await;
    let ask = post(&browser, "/log-in");
    browser.send(&app, ask).await;
    let id = &browser.cookies["id"];
    assert!(!browser.cookies["XSRF-TOKEN"].contains(id.as_str()));
}
