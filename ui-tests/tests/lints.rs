//! Real uses under the strictest lints: what the macros generate gives nobody a warning. `cargo clippy` reads this file.

#![deny(warnings, clippy::all, clippy::pedantic, clippy::nursery, missing_docs, unused, unreachable_pub)]
#![forbid(unsafe_code)]

use axum::{
    Router,
    extract::{Query, State},
    http::{Method, StatusCode},
    routing::get,
};
use inertia::{InertiaProps, Lazy, Page, Scroll, lazy};
use serde::{Deserialize, Serialize, Serializer};

/// A row of a list.
#[derive(Serialize)]
pub struct Row {
    id: u64,
}

/// What can be searched for.
#[derive(Clone, Serialize, Deserialize)]
pub struct Filters {
    text: String,
}

/// Who is there.
#[derive(InertiaProps)]
pub struct Auth {
    /// The name.
    #[always]
    pub user: Option<String>,
    #[optional(rescue, timeout = "2s")]
    roles: Lazy<Vec<String>>,
}

/// Every kind of prop.
#[derive(InertiaProps)]
#[serde(rename_all = "camelCase")]
pub struct EventIndex {
    /// Documented.
    pub filters: Filters,
    total: Lazy<u64>,
    #[merge(match_on = "id")]
    rows: Lazy<Vec<Row>>,
    #[defer(group = "stats", rescue, timeout = "2s")]
    attendance: Lazy<u64>,
    #[once(expires_in = "1h", key = "plans-v2")]
    plans: Lazy<Vec<String>>,
    #[scroll(match_on = "id")]
    feed: Lazy<Scroll<Row>>,
    #[nested]
    #[serde(skip_serializing_if = "Option::is_none")]
    auth: Option<Auth>,
    #[serde(serialize_with = "write_color", skip_serializing_if = "is_black")]
    color: Color,
    #[serde(skip)]
    _cache: Vec<u8>,
}

/// Any value.
#[derive(InertiaProps)]
pub struct Generic<T> {
    /// Documented.
    pub value: T,
}

/// A page without props.
#[derive(InertiaProps)]
pub struct Home;

struct Color([u8; 12]);

fn write_color<S: Serializer>(color: &Color, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(color.0)
}

fn is_black(color: &Color) -> bool {
    color.0 == [0; 12]
}

#[derive(Clone)]
struct Db;

/// All events.
#[inertia::page("Event/Index")]
async fn index(State(db): State<Db>, Query(filters): Query<Filters>) -> Result<EventIndex, StatusCode> {
    let Db = db;
    Ok(EventIndex {
        filters,
        total: lazy(async { 1 }),
        rows: lazy(async { vec![Row { id: 1 }] }),
        attendance: lazy(async { 1 }),
        plans: lazy(async { vec![] }),
        feed: lazy(async { Scroll::page(vec![], 1, false) }),
        auth: Some(Auth { user: None, roles: lazy(async { vec![] }) }),
        color: Color([0; 12]),
        _cache: vec![],
    })
}

/// The start.
#[inertia::page("Home", encrypt_history)]
async fn home() -> Page<Home> {
    Home.page()
}

/// Seven extractors are as many as clippy likes, and the generated function has one more.
#[inertia::page("Many")]
async fn many(
    first: Method,
    second: Method,
    third: Method,
    fourth: Method,
    fifth: Method,
    sixth: Method,
    seventh: Method,
) -> Generic<Vec<String>> {
    let methods = [first, second, third, fourth, fifth, sixth, seventh];
    Generic { value: methods.map(|method| method.to_string()).to_vec() }
}

#[test]
fn strictly_linted_handlers_are_handlers() {
    let _: Router = Router::new()
        .route("/", get(home))
        .route("/events", get(index))
        .route("/many", get(many))
        .with_state(Db);
}
