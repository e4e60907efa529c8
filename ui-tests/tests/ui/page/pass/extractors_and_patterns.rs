//! Up to fifteen extractors in any pattern; the last one may take the body.
#![deny(warnings)]

use axum::{
    Form, Router,
    extract::{Path, Query, State},
    http::{HeaderMap, Method, Uri, Version},
    routing::{get, post},
};
use inertia::InertiaProps;

#[derive(InertiaProps)]
struct Home {
    title: String,
}

#[derive(Clone)]
struct Db {
    name: String,
}

#[derive(serde::Deserialize)]
struct Filters {
    text: String,
    page: u64,
}

#[inertia::page("Home")]
async fn none() -> Home {
    Home { title: String::new() }
}

#[inertia::page("Home")]
async fn patterns(
    State(Db { name }): State<Db>,
    Query(mut filters): Query<Filters>,
    mut headers: HeaderMap,
    _: Method,
    Path((id, _)): Path<(u64, String)>,
    _version: Version,
    uri @ Uri { .. }: Uri,
) -> Home {
    filters.page += id;
    headers.clear();
    Home { title: format!("{name}{}{}{uri}", filters.text, filters.page) }
}

#[inertia::page("Home")]
async fn body(State(db): State<Db>, Form(Filters { text, page: _ }): Form<Filters>) -> Home {
    Home { title: db.name + &text }
}

#[rustfmt::skip]
#[inertia::page("Home")]
async fn fifteen(
    a: Method, b: Method, c: Method, d: Method, e: Method, f: Method, g: Method, h: Method,
    i: Method, j: Method, k: Method, l: Method, m: Method, n: Method, o: String,
) -> Home {
    Home { title: format!("{a}{b}{c}{d}{e}{f}{g}{h}{i}{j}{k}{l}{m}{n}{o}") }
}

fn main() {
    let _: Router = Router::new()
        .route("/", get(none).post(body))
        .route("/{id}/{name}", get(patterns))
        .route("/fifteen", post(fifteen))
        .with_state(Db { name: String::new() });
}
