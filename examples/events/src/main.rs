//! Doors, the flagship example: two thousand events in a `SQLite` file, and every way in which a prop can travel.

mod calendar;
mod db;
mod error;
mod pages;
mod routes;
mod settings;
mod shared;
mod state;

use db::Db;
use inertia::{BoxError, Inertia, Vite};
use settings::Settings;
use state::AppState;
use tracing_subscriber::EnvFilter;

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    tracing_subscriber::fmt().with_env_filter(filter).init();

    let settings = Settings::read();
    let home = settings.home.clone();
    let version = settings.version.clone();
    let db = Db::open(&settings.database, settings.today).await?;
    let state = AppState::new(db, settings);

    let mut inertia = Inertia::builder()
        .vite(Vite::auto(home.join("frontend"))?)
        .template(home.join("templates/app.html"))
        .state(state.clone())
        .share(shared::shared);
    if let Some(version) = version {
        inertia = inertia.version(version);
    }
    inertia::serve(routes::router(state, &inertia.build()?, &home)).await?;
    Ok(())
}
