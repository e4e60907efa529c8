//! Which address leads where.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::middleware::from_fn_with_state;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use inertia::{Assets, InertiaApp, Redirect, location, static_page};
use time::Duration;
use tower_http::trace::TraceLayer;
use tower_sessions::cookie::SameSite;
use tower_sessions::{Expiry, SessionManagerLayer};

use crate::db::{Db, Sessions};
use crate::error::AppError;
use crate::pages::{
    account, board, event_form, event_index, event_show, feed, like, log_in, own_events, sign_up,
};
use crate::posters;
use crate::settings::Settings;
use crate::shared;
use crate::state::AppState;

/// The whole app.
pub(crate) fn router(
    state: AppState,
    sessions: SessionManagerLayer<Sessions>,
    inertia: &InertiaApp,
    assets: &Assets,
) -> Router {
    Router::new()
        .route("/", get(async || Redirect::to("/events")))
        .route("/events", get(event_index::event_index).post(event_form::create))
        .route("/events/new", get(event_form::new_event))
        .route("/events/mine", get(own_events::own_events))
        .route("/events/{id}", get(event_show::event_show).put(event_form::update).delete(own_events::remove))
        .route("/events/{id}/edit", get(event_form::edit_event))
        .route("/events/{id}/restore", post(own_events::restore))
        .route("/events/{id}/like", post(like::like))
        .route("/board", get(board::board))
        .route("/feed", get(feed::feed))
        .route("/about", get(static_page("About")))
        .route("/sign-up", get(static_page("Account/SignUp")).post(sign_up::sign_up))
        .route("/log-in", get(static_page("Account/LogIn")).post(log_in::log_in))
        .route("/log-out", post(log_in::log_out))
        .route("/account", get(account::account))
        .route("/account/name", post(account::rename))
        .route("/account/password", post(account::change_password))
        // A fragment survives: a visit is told to go on by itself, because the browser would drop it.
        .route("/go/programme", get(async || Redirect::to("/events#list")))
        .route("/go/source", get(source))
        .layer(from_fn_with_state(state.clone(), shared::number))
        .route("/programme.csv", get(programme))
        .route("/posters/{name}", get(posters::poster))
        .merge(assets.router())
        .fallback(async || AppError::NotFound)
        .layer(sessions)
        .layer(inertia.layer())
        .layer(TraceLayer::new_for_http())
        .with_state(state)
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
