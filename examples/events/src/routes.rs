//! Which address leads where.

use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::middleware::from_fn_with_state;
use axum::response::IntoResponse;
use axum::routing::get;
use inertia::{InertiaApp, Redirect, location, static_page};
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeader;
use tower_http::trace::TraceLayer;

use crate::db::Db;
use crate::error::AppError;
use crate::pages::{board, event_index, event_show, feed};
use crate::settings::Settings;
use crate::shared;
use crate::state::AppState;

/// The whole app.
pub(crate) fn router(state: AppState, inertia: &InertiaApp, home: &Path) -> Router {
    Router::new()
        .route("/", get(async || Redirect::to("/events")))
        .route("/events", get(event_index::event_index))
        .route("/events/{id}", get(event_show::event_show))
        .route("/board", get(board::board))
        .route("/feed", get(feed::feed))
        .route("/about", get(static_page("About")))
        // A fragment survives: a visit is told to go on by itself, because the browser would drop it.
        .route("/go/programme", get(async || Redirect::to("/events#list")))
        .route("/go/source", get(source))
        .layer(from_fn_with_state(state.clone(), shared::number))
        .route("/programme.csv", get(programme))
        .nest_service("/assets", assets(home))
        .fallback(async || AppError::NotFound)
        .layer(inertia.layer())
        .layer(TraceLayer::new_for_http())
        .with_state(state)
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

/// The built scripts, styles and fonts. Their names change with their content, so they never expire.
fn assets(home: &Path) -> SetResponseHeader<ServeDir, HeaderValue> {
    SetResponseHeader::if_not_present(
        ServeDir::new(home.join("frontend/dist/assets")),
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=31536000, immutable"),
    )
}
