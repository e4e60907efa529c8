//! What is flashed is shown once: on the next page that the visitor sees.

mod backends;
pub(crate) mod browser;
mod forged;
mod kept;
mod refused;
mod size;

use http::{Method, StatusCode};
use inertia::{ErrorBag, Inertia, Redirect};
use serde_json::{Value, json};

use self::browser::{Browser, app, document, post, with};
use crate::harness::{self, browse, partial, visit};

#[tokio::test]
async fn a_flash_is_on_the_page_that_follows_and_on_no_other() {
    let (app, mut browser) = (app(), Browser::default());
    browser.flash(&app, "saved").await;
    let page = browser.page(&app, visit()).await;
    assert_eq!(page["flash"], json!({"toast": "saved"}));
    assert_eq!(page["props"]["errors"], json!({}));
    assert!(browser.cookies.is_empty());
    assert_eq!(browser.page(&app, visit()).await.get("flash"), None);
}

#[tokio::test]
async fn nothing_flashed_writes_no_cookie() {
    let (app, browser) = (app(), Browser::default());
    for uri in ["/", "/plain", "/hop"] {
        assert_eq!(browser.ask(&app, visit().at(uri)).await.header("set-cookie"), None, "{uri}");
    }
}

#[tokio::test]
async fn a_flash_reaches_documents_and_partial_reloads_too() {
    let (app, mut browser) = (app(), Browser::default());
    browser.flash(&app, "saved").await;
    assert_eq!(browser.page(&app, document()).await["flash"]["toast"], "saved");
    browser.flash(&app, "saved").await;
    // As the form's own redirect asks, when it was posted with `only`.
    let page = browser.page(&app, partial().only("title").header("cache-control", "no-cache")).await;
    assert_eq!(page["flash"]["toast"], "saved");
}

#[tokio::test]
async fn a_deferred_fetch_neither_shows_nor_takes_what_the_client_would_throw_away() {
    let (app, mut browser) = (app(), Browser::default());
    browser.flash(&app, "saved").await;
    let fetch = || partial().only("slow").header("cache-control", "no-cache");
    assert_eq!(browser.page(&app, fetch()).await.get("flash"), None);
    assert_eq!(browser.cookies.len(), 1);
    // A visitor who presses the reload key sends `Pragma`, too.
    let pressed = fetch().header("pragma", "no-cache");
    assert_eq!(browser.page(&app, pressed).await["flash"]["toast"], "saved");
}

#[tokio::test]
async fn a_reload_that_only_looks_like_a_deferred_fetch_shows_it() {
    let asks = [
        partial().only("slow"),
        partial().only("slow,title").header("cache-control", "no-cache"),
        partial().only("slow").except("title").header("cache-control", "no-cache"),
        partial().only("slow").reset("slow").header("cache-control", "no-cache"),
        visit().header("cache-control", "no-cache"),
        partial().only("slow").header("cache-control", "no-cache").method(Method::POST),
    ];
    for ask in asks {
        let (app, mut browser) = (app(), Browser::default());
        browser.flash(&app, "saved").await;
        assert_eq!(browser.page(&app, ask).await["flash"]["toast"], "saved");
    }
}

#[tokio::test]
async fn what_is_no_page_that_a_visitor_sees_leaves_the_flash_for_one() {
    let (app, mut browser) = (app(), Browser::default());
    browser.flash(&app, "saved").await;
    let kept = [
        visit().header("x-inertia-version", "stale"),
        visit().method(Method::HEAD),
        visit().header("purpose", "prefetch"),
        browse().header("sec-purpose", "prefetch;prerender"),
        visit().header("precognition", "true"),
        visit().at("/lost"),
        browse().at("/plain"),
        browse().at("/nowhere"),
        visit().at("/hop"),
        partial().only("failing"),
    ];
    for ask in kept {
        let answer = browser.send(&app, ask).await;
        assert!(!answer.body.contains("saved"), "{}", answer.body);
        assert_eq!(answer.header("set-cookie"), None, "{} {}", answer.status, answer.body);
    }
    assert_eq!(browser.toast(&app).await, "saved");
    assert_eq!(browser.toast(&app).await, Value::Null);
}

#[tokio::test]
async fn a_chain_of_redirects_loses_nothing() {
    let (app, mut browser) = (app(), Browser::default());
    browser.flash(&app, "saved").await;
    browser.send(&app, post("/hop-with-more")).await;
    browser.send(&app, visit().at("/hop")).await;
    let page = browser.page(&app, visit()).await;
    assert_eq!(page["flash"], json!({"toast": "saved", "more": 2}));
    assert!(browser.cookies.is_empty());
}

#[tokio::test]
async fn of_two_tabs_the_first_that_shows_a_page_shows_the_flash() {
    let (app, mut browser) = (app(), Browser::default());
    browser.flash(&app, "saved").await;
    let (first, second) = (browser.toast(&app).await, browser.toast(&app).await);
    assert_eq!((first, second), (json!("saved"), Value::Null));
}

#[tokio::test]
async fn a_slow_page_takes_away_what_it_has_shown_and_nothing_newer() {
    let (app, mut browser) = (app(), Browser::default());
    browser.flash(&app, "one").await;
    // Its answer is on its way while another tab flashes.
    let slow = browser.ask(&app, visit()).await;
    browser.flash(&app, "two").await;
    browser.take(&slow);
    assert_eq!(slow.page()["flash"]["toast"], "one");
    assert_eq!(browser.toast(&app).await, "two");
    assert!(browser.cookies.is_empty());
}

#[tokio::test]
async fn later_flash_merges_and_later_errors_replace() {
    let (app, mut browser) = (app(), Browser::default());
    browser.send(&app, post("/fail")).await;
    browser.flash(&app, "one").await;
    // Milliseconds tell what was said later.
    tokio::time::sleep(std::time::Duration::from_millis(3)).await;
    browser.flash(&app, "two").await;
    let page = browser.page(&app, visit()).await;
    assert_eq!(page["flash"], json!({"toast": "two"}));
    assert_eq!(page["props"]["errors"]["name"], "is required");
}

#[tokio::test]
async fn flashes_that_nobody_shows_do_not_pile_up() {
    let (app, mut browser) = (app(), Browser::default());
    for number in 0..20 {
        browser.flash(&app, &format!("{number}")).await;
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        assert!(browser.cookies.len() <= 3, "{}", browser.cookies.len());
    }
    assert_eq!(browser.toast(&app).await, "19");
    assert!(browser.cookies.is_empty());
}

#[tokio::test]
async fn a_form_shows_the_first_message_of_a_field_or_all_of_them() {
    for all in [false, true] {
        let app = with(Inertia::builder().key([7; 32]).all_errors(all));
        let mut browser = Browser::default();
        browser.send(&app, post("/fail")).await;
        let expected = if all {
            json!({"name": ["is required", "is too short"], "items.0.price": ["is no number"]})
        } else {
            json!({"name": "is required", "items.0.price": "is no number"})
        };
        assert_eq!(browser.page(&app, visit()).await["props"]["errors"], expected);
        assert_eq!(browser.page(&app, visit()).await["props"]["errors"], json!({}));
    }
}

#[tokio::test]
async fn errors_are_put_under_the_bag_that_the_page_request_names() {
    let (app, mut browser) = (app(), Browser::default());
    browser.send(&app, post("/fail").header("x-inertia-error-bag", "sign.up")).await;
    let page = browser.page(&app, visit().header("x-inertia-error-bag", "sign.up")).await;
    assert_eq!(
        page["props"]["errors"],
        json!({"sign.up": {"name": "is required", "items.0.price": "is no number"}})
    );
    browser.send(&app, post("/fail")).await;
    let page = browser.page(&app, visit().header("x-inertia-error-bag", "")).await;
    assert_eq!(page["props"]["errors"]["name"], "is required");
}

#[tokio::test]
async fn words_about_the_history_travel_like_a_flash() {
    let (app, mut browser) = (app(), Browser::default());
    browser.send(&app, post("/log-out")).await;
    let page = browser.page(&app, visit()).await;
    assert_eq!((&page["clearHistory"], &page["preserveFragment"]), (&json!(true), &json!(true)));
    assert_eq!(page["flash"]["toast"], "bye");
    let page = browser.page(&app, visit()).await;
    assert_eq!((page.get("clearHistory"), page.get("preserveFragment")), (None, None));
}

#[tokio::test]
async fn a_page_and_its_request_say_something_without_a_cookie() {
    let (app, mut browser) = (app(), Browser::default());
    let page = browser.page(&app, visit().at("/greet")).await;
    assert_eq!(page["flash"], json!({"toast": "from the request", "greeting": "from the page"}));
    assert_eq!(page["props"]["errors"], json!({"name": "of the page"}));
    assert!(browser.cookies.is_empty());
    // It is said to the visitor who looks at the page at last, too.
    let answer = browser.send(&app, visit().at("/greet").header("purpose", "prefetch")).await;
    assert_eq!(answer.page()["flash"]["greeting"], "from the page");
    assert!(browser.cookies.is_empty());
}

#[tokio::test]
async fn what_a_page_says_itself_stands_over_what_waited() {
    let (app, mut browser) = (app(), Browser::default());
    browser.send(&app, post("/fail")).await;
    browser.flash(&app, "waited").await;
    let page = browser.page(&app, visit().at("/greet")).await;
    assert_eq!(page["flash"], json!({"toast": "from the request", "greeting": "from the page"}));
    assert_eq!(page["props"]["errors"], json!({"name": "of the page"}));
    assert!(browser.cookies.is_empty());
}

#[tokio::test]
async fn what_is_flashed_beside_an_answer_that_is_no_page_waits_for_one() {
    let (app, mut browser) = (app(), Browser::default());
    let answer = browser.send(&app, browse().method(Method::POST).at("/like")).await;
    assert_eq!(answer.body, r#"{"likes":1}"#);
    assert_eq!(browser.toast(&app).await, "liked");
}

#[tokio::test]
async fn live_validation_leaves_nothing_behind() {
    let (app, mut browser) = (app(), Browser::default());
    let answer = browser.send(&app, browse().at("/like").header("precognition", "true")).await;
    assert_eq!(answer.header("set-cookie"), None);
}

#[tokio::test]
async fn a_value_that_json_cannot_hold_is_a_500_that_names_the_call() {
    async fn handler() -> Redirect {
        Redirect::to("/").flash("seats", std::collections::BTreeMap::from([((1, 2), 3)]))
    }
    let answer = visit().send(&harness::app(handler)).await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(answer.body.contains("`Redirect::flash(\"seats\", ..)`"), "{}", answer.body);
}

#[tokio::test]
async fn a_flash_without_a_session_is_a_500_that_says_what_to_write() {
    let app = with(Inertia::builder().without_session());
    let answer = Browser::default().send(&app, post("/flash?toast=x")).await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(answer.body.contains(".session(..)"), "{}", answer.body);
    // What a page says itself needs none.
    assert_eq!(visit().at("/greet").page(&app).await["flash"]["greeting"], "from the page");
}

#[tokio::test]
async fn cookies_follow_the_configuration() {
    let builder = Inertia::builder().key([7; 32]).session_cookie("doors").secure_cookies(false);
    let app = with(builder.public_url("https://example.com/app"));
    let answer = Browser::default().send(&app, post("/flash?toast=x")).await;
    let cookie = answer.header("set-cookie").unwrap();
    assert!(cookie.starts_with("doors-"), "{cookie}");
    assert!(cookie.ends_with("; HttpOnly; SameSite=Lax; Path=/app; Max-Age=3600"), "{cookie}");
    let answer = Browser::default().send(&self::app(), post("/flash?toast=x")).await;
    let cookie = answer.header("set-cookie").unwrap();
    // Browsers accept this prefix from this host only, and no neighbouring subdomain can set such a cookie.
    assert!(cookie.starts_with("__Host-inertia-flash-"), "{cookie}");
    assert!(cookie.ends_with("; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=3600"), "{cookie}");
    for builder in [
        Inertia::builder().key([7; 32]).secure_cookies(false),
        Inertia::builder().key([7; 32]).public_url("https://example.com/app"),
    ] {
        let answer = Browser::default().send(&with(builder), post("/flash?toast=x")).await;
        assert!(answer.header("set-cookie").unwrap().starts_with("inertia-flash-"));
    }
}

#[tokio::test]
async fn a_bag_is_what_errors_are_made_of() {
    async fn handler() -> Redirect {
        Redirect::back_or("/x").errors(ErrorBag::of("a", "one")).errors([("a", "two"), ("b", "three")])
    }
    let answer = visit().method(Method::POST).send(&harness::app(handler)).await;
    assert_eq!((answer.status, answer.header("location").as_deref()), (StatusCode::FOUND, Some("/x")));
    assert!(answer.header("set-cookie").is_some());
}

#[tokio::test]
async fn a_bag_without_messages_is_no_failure() {
    #[inertia::page("Event/Index")]
    async fn page() -> inertia::Page<Nothing> {
        Nothing {}.page().errors(ErrorBag::new())
    }
    #[derive(inertia::InertiaProps)]
    struct Nothing {}

    use inertia::InertiaProps as _;
    let answer = visit().send(&harness::app(|| async { Redirect::to("/").errors(ErrorBag::new()) })).await;
    assert_eq!(answer.header("set-cookie"), None);
    // The client would end the visit as failed if it found the bag.
    let answer = visit().header("x-inertia-error-bag", "sign-up").send(&harness::app(page)).await;
    assert_eq!(answer.page()["props"]["errors"], json!({}));
}

#[tokio::test]
async fn what_a_request_cannot_say_is_answered_and_logged_once() {
    #[derive(inertia::InertiaProps)]
    struct Nothing {}
    #[inertia::page("Event/Index")]
    async fn page(inertia: Inertia) -> Nothing {
        inertia.flash("seats", std::collections::BTreeMap::from([((1, 2), 3)]));
        Nothing {}
    }
    async fn no_page(inertia: Inertia) -> &'static str {
        inertia.flash("seats", std::collections::BTreeMap::from([((1, 2), 3)]));
        "no page"
    }
    for app in [harness::app(page), harness::app(no_page)] {
        let log = harness::log();
        let answer = visit().send(&app).await;
        assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(answer.body.contains("`Inertia::flash(\"seats\", ..)`"), "{}", answer.body);
        assert_eq!(log.lines("ERROR").len(), 1);
    }
}
