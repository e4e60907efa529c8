//! `/trouble/…`, with `EVENTS_TROUBLE=1`: whatever can go wrong, for who wants to see the error page.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;

use crate::db::Db;
use crate::error::AppError;
use crate::settings::Settings;

/// `/trouble/503` answers so, `/trouble/panic` panics, `/trouble/likes` loses the likes, without which no event can be shown,
/// and `/trouble/activity` what the frame of every page counts.
#[allow(clippy::panic, reason = "it is what this is for")]
pub(crate) async fn trouble(
    State(db): State<Db>,
    State(settings): State<Arc<Settings>>,
    Path(kind): Path<String>,
) -> Result<StatusCode, AppError> {
    match kind.as_str() {
        _ if !settings.trouble => Err(AppError::NotFound),
        "panic" => panic!("somebody has slammed the door"),
        "likes" | "activity" => {
            db.lose(&kind).await?;
            Ok(StatusCode::NO_CONTENT)
        }
        status => status.parse().map_err(|_| AppError::NotFound),
    }
}
