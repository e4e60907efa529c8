//! The user's functions may have names that generated code uses.
#![deny(warnings)]

use axum::{Router, extract::Query, routing::get};
use inertia::InertiaProps;

#[derive(InertiaProps)]
struct Home {
    title: String,
}

#[derive(serde::Deserialize)]
struct Search {
    visit: String,
}

fn home(site: &str) -> Home {
    Home { title: site.to_owned() }
}

#[inertia::page("Home")]
async fn render(Query(Search { visit }): Query<Search>) -> Home {
    let site = visit;
    home(&site)
}

#[inertia::page("Home")]
async fn page() -> Home {
    home("page")
}

fn main() {
    let _: Router = Router::new().route("/1", get(render)).route("/2", get(page));
}
