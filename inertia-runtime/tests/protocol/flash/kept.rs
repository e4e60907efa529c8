//! What is flashed is not lost: to a middleware, a panic, a visitor who hangs up, or cookies that are not as they were.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    extract::Request,
    middleware::{Next, from_fn, map_response},
    response::{IntoResponse as _, Response},
};
use http::{HeaderValue, Method, StatusCode, header::LOCATION};
use inertia::{Inertia, Redirect, SessionBackend, SessionError, SessionFuture};
use serde_json::{Value, json};

use super::browser::{Browser, app, post, with};
use crate::harness::{self, Ask, browse, log, partial, visit};

/// The memory of one process, whose answers can be made to take their time.
#[derive(Debug, Clone, Default)]
struct Memory {
    kept: Arc<Mutex<HashMap<String, Vec<u8>>>>,
    takes: Duration,
}

impl Memory {
    fn answer<T: Send + 'static>(&self, value: T) -> SessionFuture<'_, T> {
        Box::pin(async move {
            tokio::time::sleep(self.takes).await;
            Ok::<T, SessionError>(value)
        })
    }

    fn change(&self, change: impl Fn(&mut Value)) {
        for data in self.kept.lock().unwrap().values_mut() {
            let mut json = serde_json::from_slice(data).unwrap();
            change(&mut json);
            *data = json.to_string().into_bytes();
        }
    }
}

impl SessionBackend for Memory {
    fn save<'a>(&'a self, name: &'a str, data: Vec<u8>) -> SessionFuture<'a, String> {
        self.kept.lock().unwrap().insert(name.to_owned(), data);
        self.answer("kept".to_owned())
    }

    fn load<'a>(&'a self, name: &'a str, _: &'a str) -> SessionFuture<'a, Option<Vec<u8>>> {
        let data = self.kept.lock().unwrap().get(name).cloned();
        self.answer(data)
    }

    fn remove<'a>(&'a self, name: &'a str, _: &'a str) -> SessionFuture<'a, ()> {
        self.kept.lock().unwrap().remove(name);
        self.answer(())
    }
}

/// The application, with this between its pages and the layer.
fn wrapped(wrap: impl FnOnce(Router) -> Router) -> Router {
    #[derive(inertia::InertiaProps)]
    struct Nothing {}
    #[inertia::page("Event/Index")]
    async fn index() -> Nothing {
        Nothing {}
    }
    let inertia = Inertia::builder().key([7; 32]).build().unwrap();
    wrap(Router::new().route("/", axum::routing::any(index))).layer(inertia.layer())
}

#[tokio::test]
async fn what_is_flashed_after_the_page_was_written_is_on_the_next() {
    async fn late(inertia: Inertia, request: Request, next: Next) -> Response {
        let says = request.uri().query() == Some("says");
        if says {
            inertia.flash("early", 1);
        }
        let response = next.run(request).await;
        if says {
            inertia.flash("late", 2);
        }
        response
    }
    let app = wrapped(|router| router.layer(from_fn(late)));
    for waits in [false, true] {
        let mut browser = Browser::default();
        if waits {
            browser.flash(&super::app(), "waited").await;
        }
        let page = browser.page(&app, visit().at("/?says")).await;
        let toast = if waits { json!({"toast": "waited", "early": 1}) } else { json!({"early": 1}) };
        assert_eq!(page["flash"], toast);
        assert_eq!(browser.page(&app, visit()).await["flash"], json!({"late": 2}));
        assert!(browser.cookies.is_empty());
    }
}

#[tokio::test]
async fn a_page_that_a_middleware_answers_over_has_shown_nothing() {
    async fn replaced(_: Response) -> Response {
        (StatusCode::SERVICE_UNAVAILABLE, "later").into_response()
    }
    async fn marked(mut response: Response) -> Response {
        *response.status_mut() = StatusCode::BAD_GATEWAY;
        response
    }
    async fn redirected(mut response: Response) -> Response {
        *response.status_mut() = StatusCode::FOUND;
        response.headers_mut().insert(LOCATION, HeaderValue::from_static("/login"));
        response
    }
    async fn sent_away(mut response: Response) -> Response {
        *response.status_mut() = StatusCode::FOUND;
        response.headers_mut().insert(LOCATION, HeaderValue::from_static("https://other.test/"));
        response
    }
    let apps = [
        wrapped(|router| router.layer(map_response(replaced))),
        wrapped(|router| router.layer(map_response(marked))),
        wrapped(|router| router.layer(map_response(redirected))),
        wrapped(|router| router.layer(map_response(sent_away))),
    ];
    for over in apps {
        let (app, mut browser) = (app(), Browser::default());
        browser.flash(&app, "saved").await;
        let answer = browser.send(&over, visit()).await;
        assert_eq!(answer.header("set-cookie"), None, "{}", answer.status);
        assert_eq!(browser.toast(&app).await, "saved");
    }
}

#[tokio::test]
async fn cookies_may_come_on_lines_of_their_own() {
    let (app, mut browser) = (app(), Browser::default());
    browser.flash(&app, "saved").await;
    browser.cookies.insert("a".to_owned(), "b".to_owned());
    browser.cookies.insert("z".to_owned(), "%".to_owned());
    let pairs = browser.cookies.iter().map(|(name, value)| format!("{name}={value}"));
    let ask = pairs.fold(visit(), |ask, pair| ask.header("cookie", &pair));
    let ask = ask.bytes("cookie", b"__Host-inertia-flash-\xff=\xff; __Host-inertia-flash-00000000");
    assert_eq!(ask.page(&app).await["flash"]["toast"], "saved");
}

#[tokio::test]
async fn a_flash_that_is_older_than_an_hour_is_not_shown_whoever_has_kept_its_cookie() {
    let memory = Memory::default();
    let app = with(Inertia::builder().session(memory.clone()));
    for (minutes, shown) in [(59, json!("saved")), (61, Value::Null)] {
        let mut browser = Browser::default();
        browser.flash(&app, "saved").await;
        memory.change(|data| data["at"] = (data["at"].as_u64().unwrap() - minutes * 60_000).into());
        assert_eq!(browser.toast(&app).await, shown, "after {minutes} minutes");
        assert!(browser.cookies.is_empty());
        assert!(memory.kept.lock().unwrap().is_empty());
    }
}

#[tokio::test(start_paused = true)]
async fn a_visitor_who_hangs_up_loses_nothing() {
    let memory = Memory { takes: Duration::from_millis(200), ..Memory::default() };
    let app = with(Inertia::builder().session(memory.clone()));
    let mut browser = Browser::default();
    browser.flash(&app, "saved").await;
    // The page is still reading what waits for it.
    let page = tokio::time::timeout(Duration::from_millis(50), browser.ask(&app, visit())).await;
    assert!(page.is_err());
    assert_eq!(browser.toast(&app).await, "saved");
}

#[tokio::test(start_paused = true)]
async fn many_cookies_do_not_multiply_the_time_that_a_slow_backend_has() {
    let memory = Memory { takes: Duration::from_secs(3600), ..Memory::default() };
    let app = with(Inertia::builder().session(memory));
    let mut browser = Browser::default();
    browser
        .cookies
        .extend((0..8).map(|number| (format!("__Host-inertia-flash-{number:08x}"), "x".to_owned())));
    let before = tokio::time::Instant::now();
    assert_eq!(browser.page(&app, visit()).await.get("flash"), None);
    assert!(before.elapsed() < Duration::from_secs(6), "{:?}", before.elapsed());
}

/// An application whose `/` flashes a value of this many bytes under a key of its own, and redirects.
fn flashes(bytes: usize) -> Router {
    harness::with(Inertia::builder().key([7; 32]), move |uri: http::Uri| async move {
        Redirect::to("/").flash(uri.query().unwrap_or_default(), "x".repeat(bytes))
    })
}

async fn say(browser: &mut Browser, key: &str, bytes: usize) {
    let answer = browser.send(&flashes(bytes), post(&format!("/?{key}"))).await;
    assert_eq!(answer.status, StatusCode::FOUND, "{}", answer.body);
}

#[tokio::test]
async fn a_small_flash_does_not_fail_because_of_large_ones_that_nobody_has_seen() {
    let (log, mut browser) = (log(), Browser::default());
    for number in 0..6 {
        say(&mut browser, &format!("k{number}"), 1_200).await;
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    say(&mut browser, "last", 5).await;
    assert!(!log.lines("WARN POST /: flash that no page has shown is dropped").is_empty());
    let page = browser.page(&app(), visit()).await;
    assert_eq!(page["flash"]["last"], "xxxxx");
    assert!(browser.cookies.is_empty());
}

#[tokio::test]
async fn the_cookies_of_all_flashes_fit_the_header_that_a_proxy_takes() {
    let mut browser = Browser::default();
    for number in 0..6 {
        say(&mut browser, &format!("k{number}"), 2_800).await;
        let size: usize = browser.cookies.iter().map(|(name, value)| name.len() + value.len() + 3).sum();
        assert!(size < 6_500, "{size}");
    }
    assert_eq!(browser.page(&app(), visit()).await["flash"]["k5"].as_str().unwrap().len(), 2_800);
}

#[tokio::test]
async fn errors_outlive_a_large_flash_that_nobody_has_seen() {
    let (app, mut browser) = (app(), Browser::default());
    browser.send(&app, post("/fail")).await;
    for number in 0..4 {
        say(&mut browser, &format!("k{number}"), 1_200).await;
    }
    let page = browser.page(&app, visit()).await;
    assert_eq!(page["props"]["errors"]["name"], "is required");
}

#[tokio::test]
async fn a_flash_cannot_end_the_documents_script() {
    #[derive(inertia::InertiaProps)]
    struct Nothing {}
    #[inertia::page("Event/Index")]
    async fn hostile() -> inertia::Page<Nothing> {
        use inertia::InertiaProps as _;
        let text = "</script><script>alert(1)</script>";
        Nothing {}.page().flash(text, text).errors([(text, text)])
    }
    let answer = browse().send(&harness::with(Inertia::builder().key([7; 32]), hostile)).await;
    assert_eq!(answer.body.matches("</script>").count(), 1, "{}", answer.body);
    assert_eq!(answer.page()["flash"].as_object().unwrap().len(), 1);
}

#[tokio::test]
async fn two_partial_reloads_at_the_same_moment_show_the_same_flash_and_leave_nothing() {
    let (app, mut browser) = (app(), Browser::default());
    browser.flash(&app, "saved").await;
    let ask = || partial().only("title");
    let (one, two) = (browser.ask(&app, ask()).await, browser.ask(&app, ask()).await);
    for answer in [&one, &two] {
        assert_eq!(answer.page()["flash"]["toast"], "saved");
        browser.take(answer);
    }
    assert!(browser.cookies.is_empty());
    assert_eq!(browser.toast(&app).await, Value::Null);
}

#[tokio::test]
async fn a_prefetch_flashes_nothing_until_the_visitor_goes_there() {
    let (app, mut browser) = (app(), Browser::default());
    let login = || visit().at("/flash?toast=sign+in");
    let prefetch = |ask: Ask| ask.header("purpose", "prefetch");
    let answer = browser.send(&app, prefetch(login())).await;
    // The client keeps this response, and follows it when the visitor clicks.
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert_eq!(answer.header("x-inertia-redirect").as_deref(), Some("/flash?toast=sign+in"));
    assert!(browser.cookies.is_empty());
    // What flashes and is no redirect has no effect either.
    browser.send(&app, prefetch(visit().at("/like"))).await;
    assert!(browser.cookies.is_empty());
    let answer = browser.send(&app, login()).await;
    assert_eq!(answer.header("location").as_deref(), Some("/"));
    assert_eq!(browser.page(&app, prefetch(visit())).await.get("flash"), None);
    assert_eq!(browser.toast(&app).await, "sign in");
}

#[tokio::test]
async fn a_redirect_that_becomes_a_409_keeps_its_flash() {
    async fn away() -> Redirect {
        inertia::location("https://other.test/").flash("toast", "away")
    }
    async fn row() -> Redirect {
        Redirect::to("/#row").flash("toast", "row")
    }
    for (handler, toast) in [
        (harness::with(Inertia::builder().key([7; 32]), away), "away"),
        (harness::with(Inertia::builder().key([7; 32]), row), "row"),
    ] {
        let mut browser = Browser::default();
        let answer = browser.send(&handler, visit().method(Method::POST)).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        assert_eq!(browser.toast(&app()).await, toast);
    }
}

#[test]
fn a_runtime_without_a_timer_is_enough_for_the_cookie() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        let mut browser = Browser::default();
        browser.flash(&app(), "saved").await;
        assert_eq!(browser.toast(&app()).await, "saved");
    });
}

#[tokio::test]
async fn a_layer_on_a_nested_router_beside_the_outer_one_changes_nothing() {
    let outer = Inertia::builder().key([7; 32]).build().unwrap();
    let app = Router::new().nest("/events", app()).layer(outer.layer());
    let mut browser = Browser::default();
    let answer = browser.send(&app, post("/events/flash?toast=saved")).await;
    assert_eq!((answer.status, browser.cookies.len()), (StatusCode::FOUND, 1));
    let page = browser.page(&app, visit().at("/events")).await;
    assert_eq!((&page["flash"]["toast"], &page["url"]), (&json!("saved"), &json!("/events")));
    assert!(browser.cookies.is_empty());
}
