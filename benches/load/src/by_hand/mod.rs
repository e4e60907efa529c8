//! The flagship's list and its events' pages without `inertia`: the same queries over the same file, the same layers, and the
//! page objects written by hand as structs of serde's.
//!
//! It answers visits of the client, full and partial ones by plain names; first visits, forms, flash and error pages, which
//! the flagship has as well, are left out.
//!
//! It is part of the flagship's own program, in a build for the benchmark: two programs would differ in where the linker
//! puts what both run, which makes a few per cent.

mod pages;
mod visit;

use std::env;

use axum::{Router, middleware::from_fn_with_state, routing::get};
use inertia::BoxError;
use tokio::net::TcpListener;
use tower::ServiceBuilder;
use tower_http::trace::TraceLayer;
use tower_sessions::SessionManagerLayer;

use crate::{db::Sessions, state::AppState};

/// Whether this process is to be the twin.
pub(crate) fn is_asked_for() -> bool {
    env::var_os("EVENTS_BY_HAND").is_some_and(|value| !value.is_empty())
}

/// Serves the two pages.
pub(crate) async fn serve(state: AppState, sessions: SessionManagerLayer<Sessions>) -> Result<(), BoxError> {
    let router = Router::new()
        .route("/events", get(pages::index))
        .route("/events/{id}", get(pages::show))
        .layer(from_fn_with_state(state.clone(), pages::number))
        .layer(ServiceBuilder::new().layer(TraceLayer::new_for_http()).layer(sessions))
        .with_state(state);
    let port: u16 = env::var("PORT")?.parse()?;
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    #[expect(clippy::print_stdout, reason = "who starts it waits for the address")]
    {
        println!("listening on http://{}", listener.local_addr()?);
    }
    axum::serve(listener, router).await?;
    Ok(())
}
