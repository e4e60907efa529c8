//! What the log says of a failure: what it was, and of which request; never the request's query.

use std::io;

use axum::{
    Router,
    middleware::map_response,
    response::Response,
    routing::{get, post},
};
use http::{Method, StatusCode};
use inertia::{Error, Inertia, InertiaProps, Lazy, Redirect, lazy};

use crate::harness::{browse, log, visit};

#[derive(InertiaProps)]
struct Event {
    seats: Lazy<u32>,
}

#[inertia::page("Event/Show")]
async fn event() -> Event {
    Event { seats: lazy(async { Err::<u32, _>(io::Error::other("no such table")) }) }
}

async fn fails() -> Result<(), Error> {
    Err(Error::new("disk full"))
}

async fn is_not_found() -> Result<(), Error> {
    Err(Error::new("no event has this number").status(StatusCode::NOT_FOUND))
}

async fn flashes_nonsense() -> Redirect {
    Redirect::to("/").flash("toast", std::collections::BTreeMap::from([((1, 2), 3)]))
}

fn routes() -> Router {
    Router::new()
        .route("/events/{id}", get(event))
        .route("/fails", post(fails))
        .route("/missing", get(is_not_found))
        .route("/nonsense", get(flashes_nonsense))
}

fn app() -> Router {
    routes().layer(Inertia::builder().key([7; 32]).build().unwrap().layer())
}

#[tokio::test]
async fn a_failure_names_its_request_and_not_the_query() {
    for (method, path, line) in [
        (
            Method::GET,
            "/events/7",
            "ERROR GET /events/7: page `Event/Show`: prop `seats` failed: no such table",
        ),
        (Method::POST, "/fails", "ERROR POST /fails: the handler failed: disk full"),
        (
            Method::GET,
            "/missing",
            "DEBUG GET /missing: the handler answered 404 Not Found: no event has this number",
        ),
        (Method::GET, "/nonsense", "ERROR GET /nonsense: "),
    ] {
        for ask in [visit(), browse()] {
            let (app, log) = (app(), log());
            ask.method(method.clone()).at(&format!("{path}?token=secret")).send(&app).await;
            let lines = log.lines("");
            assert_eq!(lines.len(), 1, "{lines:?}");
            assert!(lines[0].starts_with(line) && !lines[0].contains("secret"), "{lines:?}");
        }
    }
}

#[tokio::test]
async fn a_failure_that_never_gets_to_the_layer_is_said_once_all_the_same() {
    async fn another(_: Response) -> StatusCode {
        StatusCode::BAD_GATEWAY
    }
    let inside = routes().layer(map_response(another));
    let with_layer = inside.layer(Inertia::builder().without_session().build().unwrap().layer());
    for app in [with_layer, routes()] {
        let log = log();
        visit().method(Method::POST).at("/fails").send(&app).await;
        assert_eq!(log.lines(""), ["ERROR the handler failed: disk full"]);
    }
}

#[tokio::test]
async fn a_page_without_a_layer_names_its_path() {
    let log = log();
    visit().at("/events/7?token=secret").send(&routes()).await;
    let lines = log.lines("");
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].starts_with("ERROR `GET /events/7` has no Inertia layer: add"), "{lines:?}");
}
