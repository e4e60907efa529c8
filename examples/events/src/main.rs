//! Doors, the flagship example: two thousand events in a `SQLite` file, and every way in which a prop can travel.

#[cfg(feature = "by-hand")]
#[path = "../../../benches/load/src/by_hand/mod.rs"]
mod by_hand;
mod calendar;
mod db;
mod error;
mod front_end;
mod links;
mod pages;
mod password;
mod posters;
mod routes;
mod rules;
mod settings;
mod shared;
mod state;
#[cfg(test)]
mod tests;
mod throttle;
mod toast;
mod types;
mod visitor;

use db::Db;
use front_end::FrontEnd;
use inertia::{BoxError, Builder, FormLimits, Inertia, StoreSession, Vite};
use links::Links;
use settings::{Flash, Settings};
use state::AppState;
use tracing_subscriber::EnvFilter;

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    tracing_subscriber::fmt().with_env_filter(filter).init();

    let settings = Settings::read();
    let routes = routes::routes();
    let types = types::types(&settings.home, &routes.names());
    if types::asked_for(&types)? {
        return Ok(());
    }
    let front_end = FrontEnd::of(&settings.home);
    let version = settings.version.clone();
    let ssr = settings.ssr();
    let db = Db::open(&settings.database, settings.today).await?;
    let sessions = routes::sessions(&db, &settings);
    let flash = settings.flash;
    let store = StoreSession::new(db.sessions());
    let state = AppState::new(db, settings, Links::of(&routes)?);
    #[cfg(feature = "by-hand")]
    if by_hand::is_asked_for() {
        return by_hand::serve(state, sessions).await;
    }

    let mut inertia = inertia(&state)
        .vite(Vite::assets(&front_end.assets))
        .template(front_end.template)
        .content_security_policy(front_end::SECURITY_POLICY)
        .ssr(ssr)
        .typescript(types);
    // By default it is a cookie, encrypted with the key in `INERTIA_KEY`.
    if flash == Flash::Store {
        inertia = inertia.session(store);
    }
    if let Some(version) = version {
        inertia = inertia.version(version);
    }
    inertia::serve(routes::router(routes, state, sessions, &inertia.build()?, &front_end.assets)).await?;
    Ok(())
}

/// What all pages and forms have in common, wherever their document comes from.
fn inertia(state: &AppState) -> Builder<AppState> {
    Inertia::builder()
        // Every page may greet a visitor by name, so that no page stays readable when that one has logged out.
        .encrypt_history(true)
        // A picture that is too large is read to its end all the same: then the form can say what is wrong.
        .form_limits(
            FormLimits::new().body(posters::LARGEST * 2).file(posters::LARGEST).drain(posters::LARGEST * 8),
        )
        .form_messages(rules::unreadable)
        .state(state.clone())
        .share(shared::shared)
        .error_page(error::error_page)
}
