//! Flash in a store of `tower-sessions`: the cookie holds a record's id.

use std::{str::FromStr, sync::Arc, time::Duration};

use serde_json::Value;
use time::OffsetDateTime;
use tower_sessions_core::{
    SessionStore,
    session::{Id, Record},
};

use super::{LIFETIME, SessionBackend, SessionError, SessionFuture};

/// The only key of a record's data.
const DATA: &str = "inertia";

/// Keeps flashed data in a store of `tower-sessions`, each flash in a record of its own that lives for an hour at
/// most: what a page shows is deleted there, whatever else happens to the visitor's session. It needs no session
/// layer, and goes beside one on the same store. Of the store it uses `create`, `load` and `delete`, never `save`.
///
/// ```
/// use inertia::{Inertia, StoreSession};
/// use tower_sessions::MemoryStore;
///
/// # fn main() -> Result<(), inertia::BoxError> {
/// let store = MemoryStore::default(); // any store does
/// let inertia = Inertia::builder().session(StoreSession::new(store)).build()?;
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
pub struct StoreSession<S> {
    store: Arc<S>,
}

impl<S: SessionStore> StoreSession<S> {
    /// Flash in this store.
    pub fn new(store: S) -> Self {
        Self { store: Arc::new(store) }
    }
}

impl<S: SessionStore> SessionBackend for StoreSession<S> {
    fn save<'a>(&'a self, _: &'a str, data: Vec<u8>) -> SessionFuture<'a, String> {
        Box::pin(async move {
            let data = serde_json::from_slice::<Value>(&data).map_err(SessionError::new)?;
            let expiry_date = OffsetDateTime::now_utc() + Duration::from_secs(LIFETIME.into());
            let mut record =
                Record { id: Id::default(), data: [(DATA.to_owned(), data)].into(), expiry_date };
            // The store gives another id when this one is taken.
            self.store.create(&mut record).await.map_err(SessionError::new)?;
            Ok(record.id.to_string())
        })
    }

    fn load<'a>(&'a self, _: &'a str, value: &'a str) -> SessionFuture<'a, Option<Vec<u8>>> {
        Box::pin(async move {
            let Ok(id) = Id::from_str(value) else { return Ok(None) };
            let record = self.store.load(&id).await.map_err(SessionError::new)?;
            let record = record.filter(|record| record.expiry_date > OffsetDateTime::now_utc());
            record
                .and_then(|mut record| record.data.remove(DATA))
                .map(|data| serde_json::to_vec(&data))
                .transpose()
                .map_err(SessionError::new)
        })
    }

    fn remove<'a>(&'a self, _: &'a str, value: &'a str) -> SessionFuture<'a, ()> {
        Box::pin(async move {
            match Id::from_str(value) {
                Ok(id) => self.store.delete(&id).await.map_err(SessionError::new),
                Err(_) => Ok(()),
            }
        })
    }
}
