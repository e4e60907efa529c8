//! The page in place of a plain answer, when something went wrong.

mod failing;
mod forms;
mod kept;
mod reasons;
mod rendering;
mod shown;

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{
    Form, Json, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Query, State},
    response::{Html, IntoResponse, Response},
    routing::{any, get, post},
};
use http::{StatusCode, Uri, header};
use inertia::{
    Builder, Error, ErrorInfo, Inertia, InertiaProps, Lazy, NoErrorPage, Page, Redirect, lazy, try_lazy,
};
use serde::Deserialize;

use crate::harness::{Answer, Ask, browse};

/// A browser that opens a page.
fn open(path: &str) -> Ask {
    let accept = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";
    browse().at(path).header("accept", accept)
}

/// The client's visit.
fn visit(path: &str) -> Ask {
    browse().at(path).header("x-inertia", "true").header("accept", "text/html, application/xhtml+xml")
}

#[derive(InertiaProps)]
struct Shared {
    app: &'static str,
    unread: Lazy<u32>,
}

async fn shared() -> Shared {
    Shared { app: "Doors", unread: lazy(async { 3 }) }
}

/// The state of error pages: how often one was made.
#[derive(Clone, Default)]
struct Made(Arc<AtomicUsize>);

impl Made {
    fn times(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

#[derive(InertiaProps)]
struct Sorry {
    status: u16,
    reasons: Vec<String>,
    path: String,
    lazy: Lazy<&'static str>,
}

#[inertia::page("Error")]
async fn error_page(error: ErrorInfo, State(made): State<Made>, uri: Uri) -> Sorry {
    made.0.fetch_add(1, Ordering::Relaxed);
    Sorry {
        status: error.status().as_u16(),
        reasons: error.reasons().to_vec(),
        path: uri.path().to_owned(),
        lazy: lazy(async { "computed" }),
    }
}

#[derive(InertiaProps)]
struct Event {
    title: &'static str,
    seats: Lazy<u32>,
    #[defer]
    revenue: Lazy<u32>,
    #[optional(timeout = "10ms")]
    slow: Lazy<u32>,
}

/// A page with props that fail and that hang.
#[inertia::page("Event/Show")]
async fn event(uri: Uri) -> Event {
    let broken = uri.query() == Some("broken");
    Event {
        title: "Night of the doors",
        seats: try_lazy(async move {
            if broken {
                return Err(Error::new(io::Error::other("no such table: seats")));
            }
            Ok(12)
        }),
        revenue: lazy(async { Err::<u32, _>(io::Error::other("no such table: revenue")) }),
        slow: lazy(std::future::pending::<u32>()),
    }
}

#[allow(clippy::unused_async, reason = "a prop is a future")]
async fn nobody() -> u32 {
    panic!("somebody has a seat")
}

#[inertia::page("Event/Show")]
async fn panicking_prop() -> Event {
    let mut event =
        Event { title: "", seats: lazy(async { 0 }), revenue: lazy(async { 0 }), slow: lazy(async { 0 }) };
    event.seats = lazy(nobody());
    event
}

/// What the handlers of an application fail with.
enum AppError {
    NotFound,
    Failed(Error),
}

impl<E: Into<Error>> From<E> for AppError {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND.into_response(),
            Self::Failed(error) => error.into_response(),
        }
    }
}

#[inertia::page("Event/Show")]
async fn missing() -> Result<Page<Event>, AppError> {
    Err(AppError::NotFound)
}

async fn failed() -> Result<(), AppError> {
    Err(io::Error::other("disk full"))?;
    Ok(())
}

async fn busy() -> Error {
    Error::new("the printer is out of paper").status(StatusCode::SERVICE_UNAVAILABLE)
}

async fn panics() {
    panic!("the handler has had enough");
}

#[derive(Deserialize)]
struct Filters {
    #[allow(dead_code, reason = "it is read")]
    page: u32,
}

async fn filtered(_: Query<Filters>) {}

async fn as_json(_: Json<Filters>) {}

async fn as_form(_: Form<Filters>) {}

async fn upload(_: Bytes) {}

fn routes() -> Router {
    Router::new()
        .route("/event", get(event))
        .route("/panicking-prop", get(panicking_prop))
        .route("/missing", get(missing))
        .route("/failed", any(failed))
        .route("/busy", get(busy))
        .route("/panics", any(panics))
        .route("/query", get(filtered))
        .route("/json", post(as_json))
        .route("/form", post(as_form))
        .route("/upload", post(upload).layer(DefaultBodyLimit::max(8)))
        .route("/empty", get(|| async { StatusCode::FORBIDDEN }))
        .route("/text", get(|| async { (StatusCode::FORBIDDEN, "members only") }))
        .route("/document", get(|| async { (StatusCode::NOT_FOUND, Html("<h1>nothing</h1>")) }))
        .route("/problem", get(|| async { (StatusCode::NOT_FOUND, Json("nothing")) }))
        .route("/bytes", get(|| async { (StatusCode::NOT_FOUND, b"\x89PNG".to_vec()) }))
        .route("/kept", get(|| async { (StatusCode::NOT_FOUND, NoErrorPage, "nothing") }))
        .route("/file", get(file))
        .route("/gone", get(gone))
        .route("/conflict", get(|| async { StatusCode::CONFLICT }))
        .route("/elsewhere", get(|| async { Redirect::to("/event") }))
        .route("/limited", get(limited))
}

async fn file() -> impl IntoResponse {
    let disposition = [(header::CONTENT_DISPOSITION, "attachment; filename=\"log.txt\"")];
    (StatusCode::INTERNAL_SERVER_ERROR, disposition, "what went wrong")
}

/// A page with a status of its own.
#[inertia::page("Event/Show")]
async fn gone() -> Page<Event> {
    let props = Event {
        title: "over",
        seats: lazy(async { 0 }),
        revenue: lazy(async { 0 }),
        slow: lazy(async { 0 }),
    };
    props.page().status(StatusCode::GONE)
}

/// An answer with headers that say more than its body.
async fn limited() -> impl IntoResponse {
    let headers = [
        (header::RETRY_AFTER, "120"),
        (header::ETAG, "\"plain\""),
        (header::CACHE_CONTROL, "public, max-age=60"),
        (header::SET_COOKIE, "seen=1"),
        (header::VARY, "Origin"),
    ];
    (StatusCode::TOO_MANY_REQUESTS, headers, "slow down")
}

fn plain_builder() -> Builder<()> {
    Inertia::builder().without_session()
}

/// The routes, with an error page and shared props.
fn app() -> Router {
    counted().0
}

/// The same, and how often the error page was made.
fn counted() -> (Router, Made) {
    let made = Made::default();
    let builder = plain_builder().share(shared).state(made.clone()).error_page(error_page);
    (routes().layer(builder.build().unwrap().layer()), made)
}

/// That an answer is the error page, with this status.
#[track_caller]
fn assert_sorry(answer: &Answer, status: u16) {
    assert_eq!(answer.status.as_u16(), status, "{}", answer.body);
    let page = answer.page();
    assert_eq!(page["component"], "Error");
    assert_eq!(page["props"]["status"], status);
    assert_eq!(page["props"]["lazy"], "computed");
}

/// Longer than an error page may take.
const TOO_LONG: Duration = Duration::from_secs(60);
