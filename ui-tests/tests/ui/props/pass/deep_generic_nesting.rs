//! Three levels of generic groups.
#![deny(warnings)]

use inertia::{InertiaProps, Lazy};

#[derive(InertiaProps)]
struct Third<T> {
    #[defer]
    value: Lazy<T>,
}

#[derive(InertiaProps)]
struct Second<T> {
    #[nested]
    third: Third<Vec<T>>,
}

#[derive(InertiaProps)]
struct First<N> {
    #[nested]
    #[serde(flatten)]
    second: N,
    title: String,
}

#[inertia::page("Deep")]
async fn deep() -> First<Second<u64>> {
    let third = Third { value: inertia::lazy(async { vec![1] }) };
    First { second: Second { third }, title: String::new() }
}

fn main() {
    let _: axum::Router = axum::Router::new().route("/", axum::routing::get(deep));
}
