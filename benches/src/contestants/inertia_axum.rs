//! The pages with `inertia-axum`, as its README and the documentation of `Props` write them: props that are plain
//! values in a struct, and a `Props` tree where one of them is more than that; a closure as the document; no flash
//! cookie, no SSR.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{Extension, Router, extract::State, middleware::from_fn, response::Response, routing::get};
use inertia_axum::{Inertia, InertiaConfig, Prop, Props, RootView, inertia_middleware};
use serde::Serialize;

use crate::{
    cases::{Case, Page, VERSION},
    data::{Db, Row},
};

pub(super) fn router(case: Case, db: Db) -> Router {
    let config = InertiaConfig::new(|view: &RootView<'_>| {
        Ok(format!(
            "<!doctype html><html><head><meta charset=\"utf-8\"><title>Events</title></head><body>{}</body></html>",
            view.body
        ))
    });
    // A value that a partial reload may leave out is a closure, so the page that gets one is written with closures.
    let list = if case.page == Page::Partial { get(list_of_closures) } else { get(list) };
    Router::new()
        .route("/small", get(small))
        .route("/list", list)
        .route("/big", get(big))
        .route("/wide", get(wide))
        .route("/lazy", get(lazy))
        .layer(from_fn(inertia_middleware))
        .layer(Extension(config.with_version(VERSION)))
        .with_state(db)
}

#[derive(Serialize)]
struct Small {
    count: u64,
    name: Arc<str>,
    active: bool,
}

async fn small(State(db): State<Db>, inertia: Inertia) -> Response {
    inertia.render("Event/Small", Small { count: 1_234, name: db.text(0), active: true }).await
}

#[derive(Serialize)]
struct List {
    total: u64,
    rows: Arc<Vec<Row>>,
    page: u32,
}

async fn list(State(db): State<Db>, inertia: Inertia) -> Response {
    let props = List { total: db.rows.len() as u64, rows: db.rows.clone(), page: 1 };
    inertia.render("Event/List", props).await
}

async fn big(State(db): State<Db>, inertia: Inertia) -> Response {
    let props = List { total: db.many_rows.len() as u64, rows: db.many_rows.clone(), page: 1 };
    inertia.render("Event/Big", props).await
}

async fn list_of_closures(State(db): State<Db>, inertia: Inertia) -> Response {
    let props = Props::new()
        .with("total", db.rows.len())
        .with("rows", Prop::lazy(move || async move { Ok::<_, Infallible>(db.rows.clone()) }))
        .with("page", 1);
    inertia.render("Event/List", props).await
}

async fn lazy(State(db): State<Db>, inertia: Inertia) -> Response {
    let count = |of| {
        let db = db.clone();
        Prop::optional(move || async move { Ok::<_, Infallible>(db.count(of).await) })
    };
    let props = Props::new()
        .with("total", db.rows.len())
        .with("one", count(1))
        .with("two", count(2))
        .with("three", count(3))
        .with("four", count(4))
        .with("five", count(5))
        .with("six", count(6))
        .with("seven", count(7))
        .with("eight", count(8));
    inertia.render("Event/Lazy", props).await
}

async fn wide(State(db): State<Db>, inertia: Inertia) -> Response {
    let list = |number| {
        let db = db.clone();
        Prop::lazy(move || async move { Ok::<_, Infallible>(db.list(number).await) })
    };
    let count = |of| {
        let db = db.clone();
        Prop::defer(move || async move { Ok::<_, Infallible>(db.count(of).await) })
    };
    let account = Props::new().with("name", db.text(6)).with("role", "editor").with("unread", 3);
    let venue = Props::new().with("street", db.text(7)).with("halls", 4).with("open", true);
    let props = Props::new()
        .with("title", db.text(0))
        .with("subtitle", db.text(1))
        .with("city", db.text(2))
        .with("country", db.text(3))
        .with("organiser", db.text(4))
        .with("notice", db.text(5))
        .with("seats", 480)
        .with("taken", 312)
        .with("waiting", 17)
        .with("rating", 4.75)
        .with("page", 1)
        .with("pages", 12)
        .with("min_age", Some(16))
        .with("max_age", None::<u32>)
        .with("online", true)
        .with("cancelled", false)
        .with("can_edit", true)
        .with("can_book", true)
        .with("account", account)
        .with("venue", venue)
        .with("news", Prop::value(db.items(0)).merge().match_on("id"))
        .with("log", Prop::value(db.items(1)).merge())
        .with("alerts", Prop::value(db.items(2)).prepend().match_on("id"))
        .with("board", Prop::value(db.items(3)).deep_merge())
        .with("countries", list(4).expires_in(Duration::from_hours(1)))
        .with("currencies", list(5).expires_in(Duration::from_hours(24)))
        .with("languages", list(6).once())
        .with("categories", list(7).once())
        .with("visits", count(1))
        .with("bookings", count(2))
        .with("refunds", count(3))
        .with("reviews", count(4))
        .with("by_day", count(5).group("charts"))
        .with("by_week", count(6).group("charts"))
        .with("guests", count(7).group("people"))
        .with("staff", count(8).group("people"));
    inertia.render("Event/Wide", props).await
}
