//! A props struct, a `Page`, or a `Result` of either, under any name.
#![deny(warnings)]

use axum::{
    Router,
    http::StatusCode,
    response::{IntoResponse, Redirect},
    routing::get,
};
use inertia::{InertiaProps, Page};

#[derive(InertiaProps)]
struct Home {
    title: String,
}

type Answer<T> = Result<T, StatusCode>;

fn home() -> Home {
    Home { title: String::new() }
}

#[inertia::page("Home")]
async fn props() -> Home {
    home()
}

#[inertia::page("Home")]
async fn page() -> Page<Home> {
    home().page().status(StatusCode::NOT_FOUND)
}

#[inertia::page("Home")]
async fn result_of_props() -> Result<Home, Redirect> {
    Err(Redirect::to("/"))
}

#[inertia::page("Home")]
async fn result_of_page() -> std::result::Result<Page<Home>, (StatusCode, String)> {
    Ok(Page::new(home()))
}

#[inertia::page("Home")]
async fn alias() -> Answer<Home> {
    let text = std::future::ready("2").await;
    let number: u64 = text.parse().map_err(|_| StatusCode::BAD_REQUEST)?;
    Ok(Home { title: number.to_string() })
}

#[inertia::page("Home")]
async fn result_of_axum() -> axum::response::Result<Home> {
    let number: u64 = "2".parse().map_err(|_| (StatusCode::BAD_REQUEST, "no number"))?;
    Ok(Home { title: number.to_string() })
}

#[inertia::page("Home")]
async fn any_error<E: IntoResponse>() -> Result<Home, E> {
    Ok(home())
}

#[inertia::page("Home")]
async fn early_return() -> Home {
    if std::env::args().count() > 3 {
        return home();
    }
    home()
}

fn main() {
    let _: Router = Router::new()
        .route("/1", get(props))
        .route("/2", get(page))
        .route("/3", get(result_of_props))
        .route("/4", get(result_of_page))
        .route("/5", get(alias))
        .route("/6", get(early_return))
        .route("/7", get(result_of_axum))
        .route("/8", get(any_error::<StatusCode>));
}
