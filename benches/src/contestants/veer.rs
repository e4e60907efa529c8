//! The pages with `veer`, as its README and its guide "Props" write them: plain props in a struct, the others as
//! closures; the minimal root view; no session store, no SSR.

use std::{sync::Arc, time::Duration};

use axum::{Router, extract::State, routing::get};
use serde::Serialize;
use veer::{Inertia, InertiaConfig, InertiaLayer, InertiaResponse, MinimalRootView, Prop};

use crate::{
    cases::{Case, Page, VERSION},
    data::{Db, Item, Row},
};

pub(super) fn router(case: Case, db: Db) -> Router {
    let config = InertiaConfig::new().version_str(VERSION).root_view(MinimalRootView::new().title("Events"));
    // A value that a partial reload may leave out is a closure, so the page that gets one is written with closures.
    let list = if case.page == Page::Partial { get(list_of_closures) } else { get(list) };
    Router::new()
        .route("/small", get(small))
        .route("/list", list)
        .route("/big", get(big))
        .route("/wide", get(wide))
        .route("/lazy", get(lazy))
        .layer(InertiaLayer::new(config))
        .with_state(db)
}

#[derive(Serialize)]
struct Small {
    count: u64,
    name: Arc<str>,
    active: bool,
}

async fn small(State(db): State<Db>, inertia: Inertia) -> InertiaResponse {
    inertia.render("Event/Small", Small { count: 1_234, name: db.text(0), active: true })
}

#[derive(Serialize)]
struct List {
    total: u64,
    rows: Arc<Vec<Row>>,
    page: u32,
}

async fn list(State(db): State<Db>, inertia: Inertia) -> InertiaResponse {
    inertia.render("Event/List", List { total: db.rows.len() as u64, rows: db.rows.clone(), page: 1 })
}

async fn big(State(db): State<Db>, inertia: Inertia) -> InertiaResponse {
    inertia
        .render("Event/Big", List { total: db.many_rows.len() as u64, rows: db.many_rows.clone(), page: 1 })
}

#[derive(Serialize)]
struct Scalars {
    total: u64,
    page: u32,
}

async fn list_of_closures(State(db): State<Db>, inertia: Inertia) -> InertiaResponse {
    inertia
        .render("Event/List", Scalars { total: db.rows.len() as u64, page: 1 })
        .prop("rows", Prop::new(move || async move { db.rows.clone() }))
}

#[derive(Serialize)]
struct Total {
    total: u64,
}

async fn lazy(State(db): State<Db>, inertia: Inertia) -> InertiaResponse {
    let count = |of| {
        let db = db.clone();
        move || db.count(of)
    };
    inertia
        .render("Event/Lazy", Total { total: db.rows.len() as u64 })
        .lazy("one", count(1))
        .lazy("two", count(2))
        .lazy("three", count(3))
        .lazy("four", count(4))
        .lazy("five", count(5))
        .lazy("six", count(6))
        .lazy("seven", count(7))
        .lazy("eight", count(8))
}

#[derive(Serialize)]
struct Wide {
    title: Arc<str>,
    subtitle: Arc<str>,
    city: Arc<str>,
    country: Arc<str>,
    organiser: Arc<str>,
    notice: Arc<str>,
    seats: u64,
    taken: u64,
    waiting: u64,
    rating: f64,
    page: u32,
    pages: u32,
    min_age: Option<u32>,
    max_age: Option<u32>,
    online: bool,
    cancelled: bool,
    can_edit: bool,
    can_book: bool,
    account: Account,
    venue: Venue,
    news: Arc<Vec<Item>>,
    log: Arc<Vec<Item>>,
    alerts: Arc<Vec<Item>>,
    board: Arc<Vec<Item>>,
}

#[derive(Serialize)]
struct Account {
    name: Arc<str>,
    role: &'static str,
    unread: u64,
}

#[derive(Serialize)]
struct Venue {
    street: Arc<str>,
    halls: u32,
    open: bool,
}

async fn wide(State(db): State<Db>, inertia: Inertia) -> InertiaResponse {
    let props = Wide {
        title: db.text(0),
        subtitle: db.text(1),
        city: db.text(2),
        country: db.text(3),
        organiser: db.text(4),
        notice: db.text(5),
        seats: 480,
        taken: 312,
        waiting: 17,
        rating: 4.75,
        page: 1,
        pages: 12,
        min_age: Some(16),
        max_age: None,
        online: true,
        cancelled: false,
        can_edit: true,
        can_book: true,
        account: Account { name: db.text(6), role: "editor", unread: 3 },
        venue: Venue { street: db.text(7), halls: 4, open: true },
        news: db.items(0),
        log: db.items(1),
        alerts: db.items(2),
        board: db.items(3),
    };
    let list = |number| {
        let db = db.clone();
        Prop::new(move || db.list(number))
    };
    let count = |of| {
        let db = db.clone();
        move || db.count(of)
    };
    inertia
        .render("Event/Wide", props)
        .merge("news")
        .match_on("news.id")
        .merge("log")
        .prepend("alerts")
        .match_on("alerts.id")
        .deep_merge("board")
        .prop("countries", list(4).once().until(Duration::from_hours(1)))
        .prop("currencies", list(5).once().until(Duration::from_hours(24)))
        .prop("languages", list(6).once())
        .prop("categories", list(7).once())
        .deferred("visits", "default", count(1))
        .deferred("bookings", "default", count(2))
        .deferred("refunds", "default", count(3))
        .deferred("reviews", "default", count(4))
        .deferred("by_day", "charts", count(5))
        .deferred("by_week", "charts", count(6))
        .deferred("guests", "people", count(7))
        .deferred("staff", "people", count(8))
}
