//! An error page that fails itself, or whose shared props do.

use axum::{
    extract::Request,
    middleware::{Next, from_fn},
};
use inertia::Page;
use serde_json::json;

use super::*;
use crate::harness::log;

/// An application whose error page is this handler.
fn with<P: inertia::ErrorPage<M, Made>, M: 'static>(page: P) -> (Router, Made) {
    let made = Made::default();
    let inertia = plain_builder().state(made.clone()).error_page(page).__debug(false).build().unwrap();
    (routes().layer(inertia.layer()), made)
}

fn made(made: &Made) {
    made.0.fetch_add(1, Ordering::Relaxed);
}

#[inertia::page("Error")]
async fn returns_an_error(State(times): State<Made>) -> Result<Sorry, Error> {
    made(&times);
    Err(Error::new("no idea what to say"))
}

async fn returns_a_status(State(times): State<Made>) -> StatusCode {
    made(&times);
    StatusCode::IM_A_TEAPOT
}

async fn panics_as_well(State(times): State<Made>) -> Response {
    made(&times);
    panic!("no better than the handler");
}

#[inertia::page("Error")]
async fn has_a_prop_that_fails(State(times): State<Made>) -> Event {
    made(&times);
    Event {
        title: "",
        seats: lazy(async { Err::<u32, _>(io::Error::other("no such table")) }),
        revenue: lazy(async { 0 }),
        slow: lazy(async { 0 }),
    }
}

async fn hangs(State(times): State<Made>) -> Response {
    made(&times);
    tokio::time::sleep(TOO_LONG).await;
    StatusCode::OK.into_response()
}

async fn leads_back(State(times): State<Made>) -> Redirect {
    made(&times);
    Redirect::back_or("/text?a=b#c")
}

async fn rejects_everybody(State(times): State<Made>, _: axum::Extension<u128>) -> Response {
    made(&times);
    StatusCode::OK.into_response()
}

#[tokio::test(start_paused = true)]
async fn its_failure_is_the_plain_answer_and_one_line_in_the_log() {
    let pages: [(&str, usize, (Router, Made)); 7] = [
        ("no idea what to say", 1, with(returns_an_error)),
        ("its own status is 418", 1, with(returns_a_status)),
        ("it panicked: no better than the handler", 1, with(panics_as_well)),
        ("page `Error`: prop `seats` failed: no such table", 1, with(has_a_prop_that_fails)),
        ("it took longer than 5s", 1, with(hangs)),
        ("it redirects to the address that has failed", 1, with(leads_back)),
        ("its own status is 500", 0, with(rejects_everybody)),
    ];
    for (reason, times, (app, made)) in pages {
        for (round, ask) in [visit("/text?a=b"), open("/text?a=b")].into_iter().enumerate() {
            let log = log();
            let answer = ask.send(&app).await;
            assert_eq!((answer.status.as_u16(), &*answer.body), (403, "members only"), "{reason}");
            assert_eq!(answer.header("vary").as_deref(), Some("X-Inertia | Accept"));
            assert_eq!(log.lines("").len(), 1, "{:?}", log.lines(""));
            assert_eq!(log.lines(reason).len(), 1, "{:?}", log.lines(""));
            assert_eq!(made.times(), times * (round + 1), "it is not asked twice");
        }
    }
}

#[tokio::test]
async fn a_redirect_elsewhere_from_the_page_that_leads_back_is_sent() {
    let (app, _) = with(leads_back);
    let answer =
        open("/busy").header("host", "app.test").header("referer", "http://app.test/event").send(&app).await;
    assert_eq!(answer.header("location").as_deref(), Some("/event"));
    // A GET would come back to itself.
    let answer =
        open("/busy").header("host", "app.test").header("referer", "http://app.test/busy").send(&app).await;
    assert_eq!(answer.header("location").as_deref(), Some("/text?a=b#c"));
}

#[derive(InertiaProps)]
struct Visitor {
    visitor: Lazy<&'static str>,
}

/// An application with a page that every visitor can see, shared props that fail, and an error page.
fn sharing<P: inertia::Provider<M, Made>, M: 'static>(provider: P) -> (Router, Made) {
    #[inertia::page("Home")]
    async fn home() -> Shared {
        shared().await
    }
    let made = Made::default();
    let builder = plain_builder().share(shared).state(made.clone()).share(provider).error_page(error_page);
    (routes().route("/home", get(home)).layer(builder.build().unwrap().layer()), made)
}

#[tokio::test(start_paused = true)]
async fn a_provider_that_fails_takes_its_props_along_and_not_the_page() {
    async fn fails() -> Result<Visitor, io::Error> {
        Err(io::Error::other("no such table"))
    }
    async fn fails_later() -> Visitor {
        Visitor { visitor: lazy(async { Err::<&str, _>(io::Error::other("no such table")) }) }
    }
    async fn panics() -> Visitor {
        panic!("nobody here");
    }
    async fn rejects(_: axum::Extension<u128>) -> Visitor {
        Visitor { visitor: lazy(async { "Eva" }) }
    }
    struct Panicking;
    impl<S: Sync> axum::extract::FromRequestParts<S> for Panicking {
        type Rejection = std::convert::Infallible;

        async fn from_request_parts(_: &mut http::request::Parts, _: &S) -> Result<Self, Self::Rejection> {
            panic!("no argument");
        }
    }
    async fn extractor_panics(_: Panicking) -> Visitor {
        Visitor { visitor: lazy(async { "Eva" }) }
    }
    async fn hangs() -> Visitor {
        std::future::pending().await
    }
    async fn hangs_later() -> Visitor {
        Visitor { visitor: lazy(std::future::pending::<&str>()) }
    }
    // What fails with every page, and what fails first with the error page.
    for (path, (app, made), times) in [
        ("/home", sharing(fails), 1),
        ("/home", sharing(fails_later), 1),
        ("/home", sharing(panics), 1),
        ("/nowhere", sharing(fails), 2),
        ("/nowhere", sharing(fails_later), 2),
        ("/nowhere", sharing(panics), 2),
        ("/nowhere", sharing(rejects), 2),
        ("/nowhere", sharing(extractor_panics), 1),
        ("/nowhere", sharing(hangs), 2),
        ("/nowhere", sharing(hangs_later), 2),
    ] {
        for ask in [visit(path), open(path)] {
            let before = made.times();
            let answer = ask.send(&app).await;
            assert_sorry(&answer, if path == "/home" { 500 } else { 404 });
            let page = answer.page();
            assert_eq!(page["props"].get("visitor"), None, "{page}");
            assert_eq!(page["props"]["app"], "Doors", "{page}");
            assert_eq!(made.times() - before, times, "{path}");
        }
    }
}

/// A provider's argument that never comes.
struct Hanging;

impl<S: Sync> axum::extract::FromRequestParts<S> for Hanging {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(_: &mut http::request::Parts, _: &S) -> Result<Self, Self::Rejection> {
        std::future::pending().await
    }
}

/// What a timeout around the handlers answers.
async fn in_time(request: Request, next: Next) -> Response {
    let answer = tokio::time::timeout(Duration::from_secs(1), next.run(request)).await;
    answer.unwrap_or_else(|_| StatusCode::SERVICE_UNAVAILABLE.into_response())
}

#[tokio::test(start_paused = true)]
async fn a_provider_that_was_waited_for_in_vain_is_not_waited_for_again() {
    static ASKED: AtomicUsize = AtomicUsize::new(0);
    async fn hangs() -> Visitor {
        ASKED.fetch_add(1, Ordering::Relaxed);
        std::future::pending().await
    }
    async fn hangs_later() -> Visitor {
        ASKED.fetch_add(1, Ordering::Relaxed);
        Visitor { visitor: lazy(std::future::pending::<&str>()) }
    }
    async fn extractor_hangs(_: Hanging) -> Visitor {
        Visitor { visitor: lazy(async { "Eva" }) }
    }
    async fn is_quick() -> Visitor {
        Visitor { visitor: lazy(async { "Eva" }) }
    }
    for (path, (app, made), asked, lost) in [
        ("/home", sharing_in_time(hangs), 1, true),
        ("/home", sharing_in_time(hangs_later), 1, true),
        ("/home", sharing_in_time(extractor_hangs), 0, true),
        // It was the page that hung, and nobody else is to be blamed.
        ("/hangs", sharing_in_time(is_quick), 0, false),
    ] {
        ASKED.store(0, Ordering::Relaxed);
        let log = log();
        let answer = visit(path).send(&app).await;
        assert_sorry(&answer, 503);
        let page = answer.page();
        assert_eq!(page["props"]["app"], "Doors", "{page}");
        assert_eq!(page["props"].get("visitor").is_none(), lost, "{page}");
        assert_eq!((made.times(), ASKED.load(Ordering::Relaxed)), (1, asked), "{path}");
        let lines =
            log.lines("the error page goes without the shared props of `protocol::error_pages::failing");
        assert_eq!(lines.len(), usize::from(lost), "{lines:?}");
        assert_eq!(log.lines("").len(), usize::from(lost), "{:?}", log.lines(""));
    }
}

#[derive(InertiaProps)]
struct Home {
    seats: Lazy<u32>,
}

/// The same as [`sharing`], and a page that hangs, with a second for each.
fn sharing_in_time<P: inertia::Provider<M, Made>, M: 'static>(provider: P) -> (Router, Made) {
    #[inertia::page("Home")]
    async fn home() -> Home {
        Home { seats: lazy(async { 12 }) }
    }
    #[inertia::page("Home")]
    async fn hangs() -> Home {
        Home { seats: lazy(std::future::pending::<u32>()) }
    }
    let made = Made::default();
    let builder = plain_builder().share(shared).state(made.clone()).share(provider).error_page(error_page);
    let routes = Router::new().route("/home", get(home)).route("/hangs", get(hangs));
    (routes.layer(from_fn(in_time)).layer(builder.build().unwrap().layer()), made)
}

#[tokio::test]
async fn a_providers_failure_is_forgotten_with_its_request() {
    async fn at_times(uri: Uri) -> Result<Visitor, io::Error> {
        if uri.query() == Some("now") {
            return Err(io::Error::other("no such table"));
        }
        Ok(Visitor { visitor: lazy(async { "Eva" }) })
    }
    let (app, _) = sharing(at_times);
    assert_eq!(visit("/nowhere?now").send(&app).await.page()["props"].get("visitor"), None);
    assert_eq!(visit("/nowhere").send(&app).await.page()["props"]["visitor"], json!("Eva"));
}

#[tokio::test]
async fn a_share_that_cannot_be_written_is_no_failure_of_the_error_page() {
    #[inertia::page("Home")]
    async fn shares(inertia: Inertia) -> Result<Page<Sorry>, Error> {
        inertia.share("a.b", 1);
        Err(Error::new("and then it failed"))
    }
    let inertia = plain_builder().state(Made::default()).error_page(error_page).build().unwrap();
    let app = Router::new().route("/", get(shares)).layer(inertia.layer());
    assert_sorry(&visit("/").send(&app).await, 500);
}

#[tokio::test]
async fn the_extractor_belongs_to_the_error_page() {
    async fn misplaced(_: ErrorInfo) {}
    let app = Router::new().route("/", get(misplaced)).layer(plain_builder().build().unwrap().layer());
    let log = log();
    assert_eq!(browse().send(&app).await.status.as_u16(), 500);
    assert_eq!(log.lines("`.error_page(..)`").len(), 1);
}
