//! Flash in a store of `tower-sessions`: the cookie holds a record's id.

use std::{str::FromStr, sync::Arc, time::Duration};

use serde_json::Value;
use time::OffsetDateTime;
use tower_sessions_core::{
    SessionStore,
    session::{Id, Record},
};

use crate::flash::{FLASH_LIFETIME_SECONDS, SessionBackend, SessionError, SessionFuture};

/// The only key of a record's data.
const DATA: &str = "inertia";

/// Stores flash in a store of `tower-sessions`. Each flash is a record of its own, which expires after one hour and is deleted when
/// a page has shown it, independently of the visitor's session. It needs no session layer, and can share the store with
/// one. It calls the store's `create`, `load` and `delete`, never `save`.
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
            let expiry_date = OffsetDateTime::now_utc() + Duration::from_secs(FLASH_LIFETIME_SECONDS.into());
            let mut record =
                Record { id: Id::default(), data: [(DATA.to_owned(), data)].into(), expiry_date };
            // The store chooses another id when this one is taken.
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
