//! The flagship's list and its events' pages without `inertia`: the same queries over the same file, the same layers, and the
//! page objects written by hand as structs of serde's.
//!
//! It answers visits of the client, full and partial ones by plain names; first visits, forms, flash and error pages, which
//! the flagship has as well, are left out.

#![allow(missing_docs)]
#![allow(dead_code, unused_imports, reason = "most of the flagship's queries belong to other pages")]

#[path = "../../../../examples/events/src/calendar.rs"]
mod calendar;
#[path = "../../../../examples/events/src/db/mod.rs"]
mod db;
mod pages;
mod visit;

use std::{
    env,
    error::Error,
    path::PathBuf,
    sync::{Arc, atomic::AtomicU32},
};

use axum::{Router, middleware::from_fn_with_state, routing::get};
use time::Duration;
use tokio::net::TcpListener;
use tower_http::trace::TraceLayer;
use tower_sessions::{Expiry, SessionManagerLayer, cookie::SameSite};
use tracing_subscriber::EnvFilter;

use crate::{calendar::Day, db::Db};

#[derive(Clone)]
struct App {
    db: Db,
    version: Arc<str>,
    requests: Arc<AtomicU32>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    tracing_subscriber::fmt().with_env_filter(EnvFilter::from_default_env()).init();
    let text = |name| env::var(name).map_err(|_| format!("`{name}` is not set"));
    let today = env::var("EVENTS_TODAY").ok().and_then(|day| Day::parse(&day));
    let db = Db::open(&PathBuf::from(text("EVENTS_DB")?), today).await?;
    let sessions = SessionManagerLayer::new(db.sessions())
        .with_name("doors")
        .with_same_site(SameSite::Lax)
        .with_secure(false)
        .with_expiry(Expiry::OnInactivity(Duration::weeks(2)));
    let app = App { db, version: text("EVENTS_VERSION")?.into(), requests: Arc::default() };
    let router = Router::new()
        .route("/events", get(pages::index))
        .route("/events/{id}", get(pages::show))
        .layer(from_fn_with_state(app.clone(), pages::number))
        .layer(sessions)
        .layer(TraceLayer::new_for_http())
        .with_state(app);
    let listener = TcpListener::bind(("127.0.0.1", text("PORT")?.parse()?)).await?;
    #[allow(clippy::print_stdout, reason = "who starts it waits for the address")]
    {
        println!("listening on http://{}", listener.local_addr()?);
    }
    axum::serve(listener, router).await?;
    Ok(())
}
