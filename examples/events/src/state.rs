//! What handlers and providers can extract with `State<_>`.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::extract::FromRef;

use crate::db::Db;
use crate::settings::Settings;

/// The state of the app: a handle to the database and the settings.
#[derive(Clone)]
pub(crate) struct AppState {
    db: Db,
    settings: Arc<Settings>,
    requests: Arc<AtomicU32>,
}

impl AppState {
    /// The state at the start.
    pub(crate) fn new(db: Db, settings: Settings) -> Self {
        Self { db, settings: Arc::new(settings), requests: Arc::default() }
    }

    /// A number that no other request has.
    pub(crate) fn next_request(&self) -> u32 {
        self.requests.fetch_add(1, Ordering::Relaxed) + 1
    }
}

impl FromRef<AppState> for Db {
    fn from_ref(state: &AppState) -> Self {
        state.db.clone()
    }
}

impl FromRef<AppState> for Arc<Settings> {
    fn from_ref(state: &AppState) -> Self {
        state.settings.clone()
    }
}
