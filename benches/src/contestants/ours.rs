//! The pages with this project's macros, as the guide writes them.

use std::sync::Arc;

use axum::{Router, extract::State, routing::get};
use inertia::{Inertia, InertiaProps, Lazy, lazy};

use crate::{
    cases::VERSION,
    data::{Db, Item, Row},
};

pub(super) fn router(db: Db) -> Router {
    let inertia =
        Inertia::builder().version(VERSION).without_session().build().expect("the configuration is plain");
    Router::new()
        .route("/small", get(small))
        .route("/list", get(list))
        .route("/big", get(big))
        .route("/wide", get(wide))
        .route("/lazy", get(many_lazy))
        .layer(inertia.layer())
        .with_state(db)
}

#[derive(InertiaProps)]
struct Small {
    count: u64,
    name: Arc<str>,
    active: bool,
}

#[inertia::page("Event/Small")]
async fn small(State(db): State<Db>) -> Small {
    Small { count: 1_234, name: db.text(0), active: true }
}

#[derive(InertiaProps)]
struct List {
    total: u64,
    rows: Arc<Vec<Row>>,
    page: u32,
}

#[inertia::page("Event/List")]
async fn list(State(db): State<Db>) -> List {
    List { total: db.rows.len() as u64, rows: db.rows.clone(), page: 1 }
}

#[inertia::page("Event/Big")]
async fn big(State(db): State<Db>) -> List {
    List { total: db.many_rows.len() as u64, rows: db.many_rows.clone(), page: 1 }
}

#[derive(InertiaProps)]
struct ManyLazy {
    total: u64,
    #[optional]
    one: Lazy<u64>,
    #[optional]
    two: Lazy<u64>,
    #[optional]
    three: Lazy<u64>,
    #[optional]
    four: Lazy<u64>,
    #[optional]
    five: Lazy<u64>,
    #[optional]
    six: Lazy<u64>,
    #[optional]
    seven: Lazy<u64>,
    #[optional]
    eight: Lazy<u64>,
}

#[inertia::page("Event/Lazy")]
async fn many_lazy(State(db): State<Db>) -> ManyLazy {
    ManyLazy {
        total: db.rows.len() as u64,
        one: lazy(db.clone().count(1)),
        two: lazy(db.clone().count(2)),
        three: lazy(db.clone().count(3)),
        four: lazy(db.clone().count(4)),
        five: lazy(db.clone().count(5)),
        six: lazy(db.clone().count(6)),
        seven: lazy(db.clone().count(7)),
        eight: lazy(db.count(8)),
    }
}

#[derive(InertiaProps)]
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
    #[nested]
    account: Account,
    #[nested]
    venue: Venue,
    #[merge(match_on = "id")]
    news: Arc<Vec<Item>>,
    #[merge]
    log: Arc<Vec<Item>>,
    #[prepend(match_on = "id")]
    alerts: Arc<Vec<Item>>,
    #[deep_merge]
    board: Arc<Vec<Item>>,
    #[once(expires_in = "1h")]
    countries: Lazy<Arc<Vec<Item>>>,
    #[once(expires_in = "1d")]
    currencies: Lazy<Arc<Vec<Item>>>,
    #[once]
    languages: Lazy<Arc<Vec<Item>>>,
    #[once]
    categories: Lazy<Arc<Vec<Item>>>,
    #[defer]
    visits: Lazy<u64>,
    #[defer]
    bookings: Lazy<u64>,
    #[defer]
    refunds: Lazy<u64>,
    #[defer]
    reviews: Lazy<u64>,
    #[defer(group = "charts")]
    by_day: Lazy<u64>,
    #[defer(group = "charts")]
    by_week: Lazy<u64>,
    #[defer(group = "people")]
    guests: Lazy<u64>,
    #[defer(group = "people")]
    staff: Lazy<u64>,
}

#[derive(InertiaProps)]
struct Account {
    name: Arc<str>,
    role: &'static str,
    unread: u64,
}

#[derive(InertiaProps)]
struct Venue {
    street: Arc<str>,
    halls: u32,
    open: bool,
}

#[inertia::page("Event/Wide")]
async fn wide(State(db): State<Db>) -> Wide {
    Wide {
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
        countries: lazy(db.clone().list(4)),
        currencies: lazy(db.clone().list(5)),
        languages: lazy(db.clone().list(6)),
        categories: lazy(db.clone().list(7)),
        visits: lazy(db.clone().count(1)),
        bookings: lazy(db.clone().count(2)),
        refunds: lazy(db.clone().count(3)),
        reviews: lazy(db.clone().count(4)),
        by_day: lazy(db.clone().count(5)),
        by_week: lazy(db.clone().count(6)),
        guests: lazy(db.clone().count(7)),
        staff: lazy(db.count(8)),
    }
}
