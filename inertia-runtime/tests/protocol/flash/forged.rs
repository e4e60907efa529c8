//! Cookies that lead to no flash: they hide nothing, and cost no more than they are long.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use http::Method;
use inertia::{Inertia, SessionBackend, SessionError, SessionFuture};
use serde_json::{Value, json};

use super::browser::{Browser, app, post, with};
use crate::harness::{Ask, visit};

/// A visit with forged cookies before the browser's own.
fn behind_forged(browser: &Browser, forged: usize, value: &str) -> Ask {
    let forged = (0..forged).map(|number| (format!("__Host-inertia-flash-{number:08x}"), value));
    let own = browser.cookies.iter().map(|(name, value)| (name.clone(), value.as_str()));
    let pairs: Vec<_> = forged.chain(own).map(|(name, value)| format!("{name}={value}")).collect();
    visit().header("cookie", &pairs.join("; "))
}

#[tokio::test]
async fn forged_cookies_before_the_real_one_hide_neither_flash_nor_errors() {
    for count in [8, 9, 300] {
        let (app, mut browser) = (app(), Browser::default());
        browser.flash(&app, "saved").await;
        browser.send(&app, post("/fail")).await;
        for value in ["x", "", &"A".repeat(100)] {
            let page = behind_forged(&browser, count, value).page(&app).await;
            assert_eq!(page["flash"], json!({"toast": "saved"}), "{count} {value:?}");
            assert_eq!(page["props"]["errors"]["name"], "is required");
        }
    }
}

#[tokio::test]
async fn flash_is_merged_past_forged_cookies() {
    let (app, mut browser) = (app(), Browser::default());
    browser.flash(&app, "saved").await;
    let ask = behind_forged(&browser, 20, "x").method(Method::POST).at("/hop-with-more");
    let response = ask.send(&app).await;
    browser.take(&response);
    assert_eq!(browser.cookies.len(), 1, "the pending flash is in the new cookie");
    assert_eq!(browser.page(&app, visit()).await["flash"], json!({"toast": "saved", "more": 2}));
}

#[tokio::test]
async fn a_response_removes_a_few_forged_cookies_and_all_that_it_has_shown() {
    let (app, mut browser) = (app(), Browser::default());
    browser.flash(&app, "saved").await;
    let response = behind_forged(&browser, 300, "x").send(&app).await;
    assert_eq!(response.headers.get_all("set-cookie").iter().count(), 9);
    browser.take(&response);
    assert!(browser.cookies.is_empty());
}

/// A backend whose only flash is behind the cookie value `real`. It counts its loads.
#[derive(Debug, Clone, Default)]
struct Counting {
    loads: Arc<AtomicUsize>,
    /// What other values lead to.
    other: Option<Value>,
    fails: bool,
}

impl SessionBackend for Counting {
    fn save<'a>(&'a self, _: &'a str, _: Vec<u8>) -> SessionFuture<'a, String> {
        Box::pin(async { Ok("real".to_owned()) })
    }

    fn load<'a>(&'a self, _: &'a str, value: &'a str) -> SessionFuture<'a, Option<Vec<u8>>> {
        self.loads.fetch_add(1, Ordering::Relaxed);
        let real = json!({"at": u64::MAX, "values": {"toast": "saved"}});
        let data = if value == "real" { Some(real) } else { self.other.clone() };
        let data = data.map(|data| data.to_string().into_bytes());
        let outcome = if self.fails { Err(SessionError::new("connection refused")) } else { Ok(data) };
        Box::pin(async { outcome })
    }

    fn remove<'a>(&'a self, _: &'a str, _: &'a str) -> SessionFuture<'a, ()> {
        Box::pin(async { Ok(()) })
    }
}

#[tokio::test]
async fn a_backend_shows_the_real_flash_behind_forged_and_expired_cookies() {
    for other in [None, Some(json!({"at": 1, "values": {"toast": "old"}})), Some(json!([]))] {
        let backend = Counting { other, ..Counting::default() };
        let (app, mut browser) = (with(Inertia::builder().session(backend)), Browser::default());
        browser.flash(&app, "saved").await;
        let page = behind_forged(&browser, 100, "x").page(&app).await;
        assert_eq!(page["flash"], json!({"toast": "saved"}));
    }
}

#[tokio::test]
async fn a_backend_is_not_asked_for_more_cookies_than_a_browser_keeps() {
    let backend = Counting::default();
    let app = with(Inertia::builder().session(backend.clone()));
    behind_forged(&Browser::default(), 5_000, "x").page(&app).await;
    assert_eq!(backend.loads.load(Ordering::Relaxed), 256);
}

#[tokio::test]
async fn a_backend_that_fails_is_asked_a_few_times_and_logged_once() {
    let log = crate::harness::log();
    let backend = Counting { fails: true, ..Counting::default() };
    let app = with(Inertia::builder().session(backend.clone()));
    behind_forged(&Browser::default(), 100, "x").page(&app).await;
    assert_eq!(backend.loads.load(Ordering::Relaxed), 8);
    assert_eq!(log.lines("ERROR GET /: what was flashed could not be read").len(), 1);
}
