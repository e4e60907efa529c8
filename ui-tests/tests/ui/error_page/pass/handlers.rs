//! An error page may be a page with extractors and state, a page without props, or any response.

use axum::{extract::State, http::Method};
use inertia::{ErrorInfo, Inertia, InertiaProps, Redirect, static_page};

#[derive(Clone)]
struct Db;

#[derive(InertiaProps)]
struct Sorry {
    status: u16,
}

#[inertia::page("Error")]
async fn error_page(error: ErrorInfo, _: State<Db>, _: Method, _: Inertia) -> Sorry {
    Sorry { status: error.status().as_u16() }
}

fn main() {
    let _ = Inertia::builder().state(Db).error_page(error_page);
    let _ = Inertia::builder().error_page(static_page("Error"));
    let _ = Inertia::builder().error_page(async |_: ErrorInfo| Redirect::to("/"));
}
