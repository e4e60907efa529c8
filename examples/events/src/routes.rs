//! Which address leads where.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::middleware::from_fn_with_state;
use axum::response::IntoResponse;
use axum::routing::get;
use inertia::{Assets, InertiaApp, Redirect, Routes, location, static_page};
use time::Duration;
use tower::ServiceBuilder;
use tower_http::trace::TraceLayer;
use tower_sessions::cookie::SameSite;
use tower_sessions::{Expiry, SessionManagerLayer};

use crate::db::{Db, Sessions};
use crate::error::AppError;
use crate::pages::{
    account, board, event_form, event_index, event_show, feed, like, log_in, own_events, sign_up,
    trouble::trouble,
};
use crate::posters;
use crate::settings::Settings;
use crate::shared;
use crate::state::AppState;

/// The pages and what their forms post to: where, under which name, and what answers.
pub(crate) fn routes() -> Routes<AppState> {
    Routes::new()
        .get("/", "home", async || Redirect::to("/events"))
        .get("/events", "events.index", event_index::event_index)
        .post("/events", "events.create", event_form::create)
        .get("/events/new", "events.new", event_form::new_event)
        .get("/events/mine", "events.mine", own_events::own_events)
        .get("/events/{id}", "events.show", event_show::event_show)
        .put("/events/{id}", "events.update", event_form::update)
        .delete("/events/{id}", "events.remove", own_events::remove)
        .get("/events/{id}/edit", "events.edit", event_form::edit_event)
        .post("/events/{id}/restore", "events.restore", own_events::restore)
        .post("/events/{id}/like", "events.like", like::like)
        .get("/board", "board", board::board)
        .get("/feed", "feed", feed::feed)
        .get("/about", "about", static_page!("About"))
        .get("/sign-up", "signUp.form", static_page!("Account/SignUp"))
        .post("/sign-up", "signUp.send", sign_up::sign_up)
        .get("/log-in", "logIn.form", static_page!("Account/LogIn"))
        .post("/log-in", "logIn.send", log_in::log_in)
        .post("/log-out", "logOut", log_in::log_out)
        .get("/account", "account.show", account::account)
        .post("/account/name", "account.rename", account::rename)
        .post("/account/password", "account.changePassword", account::change_password)
        // A fragment survives: a visit is told to go on by itself, because the browser would drop it.
        .get("/go/programme", "go.programme", async || Redirect::to("/events#list"))
        .get("/go/source", "go.source", source)
}

/// The whole app.
pub(crate) fn router(
    routes: Routes<AppState>,
    state: AppState,
    sessions: SessionManagerLayer<Sessions>,
    inertia: &InertiaApp,
    assets: &Assets,
) -> Router {
    routes
        .route("/trouble/{kind}", get(trouble))
        .layer(from_fn_with_state(state.clone(), shared::number))
        .route("/programme.csv", get(programme))
        .route("/posters/{name}", get(posters::poster))
        .merge(assets.router())
        .layer(
            // From the outermost inwards. All at once, because each step boxes the service of every request once more.
            ServiceBuilder::new()
                .layer(TraceLayer::new_for_http())
                // Outside of Inertia's, so that the error page knows who is logged in.
                .layer(sessions)
                .layer(inertia.layer()),
        )
        .with_state(state)
        .into_router()
}

/// The layer that knows who is logged in. Who never logs in has neither a cookie nor a row in the store.
pub(crate) fn sessions(db: &Db, settings: &Settings) -> SessionManagerLayer<Sessions> {
    SessionManagerLayer::new(db.sessions())
        .with_name("doors")
        .with_same_site(SameSite::Lax)
        .with_secure(settings.https)
        .with_expiry(Expiry::OnInactivity(Duration::weeks(2)))
}

/// Another origin: the browser has to leave the app.
async fn source(State(settings): State<Arc<Settings>>) -> Redirect {
    location(settings.source.clone())
}

/// The programme as a file, for which the browser leaves the page where it is.
async fn programme(State(db): State<Db>) -> Result<impl IntoResponse, AppError> {
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"programme.csv\""),
    ];
    Ok((headers, db.programme_csv().await?))
}
