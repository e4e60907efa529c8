//! What handlers and providers can extract with `State<_>`.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::extract::FromRef;

use crate::db::Db;
use crate::links::Links;
use crate::posters::Posters;
use crate::settings::Settings;
use crate::throttle::Throttle;

/// The state of the app. Every layer and every extractor clones it, so it is one handle.
#[derive(Clone)]
pub(crate) struct AppState(Arc<Inner>);

/// Handles to the database and to the folder of posters, the addresses, the settings, and what visitors have tried.
struct Inner {
    db: Db,
    posters: Posters,
    links: Arc<Links>,
    settings: Arc<Settings>,
    throttle: Arc<Throttle>,
    requests: AtomicU32,
}

impl AppState {
    /// The state at the start.
    pub(crate) fn new(db: Db, settings: Settings, links: Links) -> Self {
        let posters = Posters::beside(&settings.database);
        let (links, settings) = (Arc::new(links), Arc::new(settings));
        let (throttle, requests) = (Arc::new(Throttle::new()), AtomicU32::new(0));
        Self(Arc::new(Inner { db, posters, links, settings, throttle, requests }))
    }

    /// A number that no other request has.
    pub(crate) fn next_request(&self) -> u32 {
        self.0.requests.fetch_add(1, Ordering::Relaxed) + 1
    }
}

impl FromRef<AppState> for Db {
    fn from_ref(state: &AppState) -> Self {
        state.0.db.clone()
    }
}

impl FromRef<AppState> for Posters {
    fn from_ref(state: &AppState) -> Self {
        state.0.posters.clone()
    }
}

impl FromRef<AppState> for Arc<Settings> {
    fn from_ref(state: &AppState) -> Self {
        state.0.settings.clone()
    }
}

impl FromRef<AppState> for Arc<Throttle> {
    fn from_ref(state: &AppState) -> Self {
        state.0.throttle.clone()
    }
}

impl FromRef<AppState> for Arc<Links> {
    fn from_ref(state: &AppState) -> Self {
        state.0.links.clone()
    }
}
