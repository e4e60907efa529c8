//! The runtime under another name, or in a module.
#![deny(warnings)]

extern crate inertia as renamed;

use renamed::{InertiaProps, Lazy};

#[derive(InertiaProps)]
#[inertia(crate = ::renamed)]
struct Group {
    name: String,
}

#[derive(InertiaProps)]
#[inertia(crate = ::renamed)]
struct Page<T> {
    #[defer]
    #[merge]
    items: Lazy<Vec<T>>,
    #[nested]
    group: Group,
}

#[renamed::page("Page", crate = ::renamed)]
async fn page() -> Page<u64> {
    Page { items: renamed::lazy(async { vec![1] }), group: Group { name: String::new() } }
}

fn main() {
    let _: axum::Router = axum::Router::new().route("/", axum::routing::get(page));
}
