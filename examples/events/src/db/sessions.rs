//! Sessions in the same file as everything else, so that every process that opens it knows who is logged in.

use async_trait::async_trait;
use sqlx::sqlite::SqlitePool;
use time::OffsetDateTime;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result, SessionStore};

use super::Db;

/// A store for `tower-sessions`. Both the log-in and, if the settings say so, what is flashed are kept in it.
#[derive(Clone, Debug)]
pub(crate) struct Sessions(SqlitePool);

impl Db {
    /// The sessions of this database.
    pub(crate) fn sessions(&self) -> Sessions {
        Sessions(self.pool.clone())
    }
}

#[cfg(test)]
impl Sessions {
    /// How many sessions there are.
    pub(crate) async fn count(&self) -> i64 {
        sqlx::query_scalar("SELECT COUNT(*) FROM sessions").fetch_one(&self.0).await.unwrap()
    }
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        // New sessions are few, and as good an occasion as any to forget the old ones.
        sqlx::query("DELETE FROM sessions WHERE expires_at <= ?1")
            .bind(OffsetDateTime::now_utc().unix_timestamp())
            .execute(&self.0)
            .await
            .map_err(backend)?;
        loop {
            let done = sqlx::query(
                "INSERT INTO sessions (id, data, expires_at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            )
            .bind(record.id.to_string())
            .bind(encode(record)?)
            .bind(record.expiry_date.unix_timestamp())
            .execute(&self.0)
            .await
            .map_err(backend)?;
            if done.rows_affected() == 1 {
                return Ok(());
            }
            record.id = Id::default();
        }
    }

    /// Changes a session that is there. One that was ended meanwhile, by another request, is not brought back.
    async fn save(&self, record: &Record) -> Result<()> {
        sqlx::query("UPDATE sessions SET data = ?2, expires_at = ?3 WHERE id = ?1")
            .bind(record.id.to_string())
            .bind(encode(record)?)
            .bind(record.expiry_date.unix_timestamp())
            .execute(&self.0)
            .await
            .map_err(backend)?;
        Ok(())
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let row: Option<(String, i64)> =
            sqlx::query_as("SELECT data, expires_at FROM sessions WHERE id = ?1 AND expires_at > ?2")
                .bind(id.to_string())
                .bind(OffsetDateTime::now_utc().unix_timestamp())
                .fetch_optional(&self.0)
                .await
                .map_err(backend)?;
        let Some((data, expires_at)) = row else { return Ok(None) };
        Ok(Some(Record {
            id: *id,
            data: serde_json::from_str(&data).map_err(|error| Error::Decode(error.to_string()))?,
            expiry_date: OffsetDateTime::from_unix_timestamp(expires_at)
                .map_err(|error| Error::Decode(error.to_string()))?,
        }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        sqlx::query("DELETE FROM sessions WHERE id = ?1")
            .bind(id.to_string())
            .execute(&self.0)
            .await
            .map_err(backend)?;
        Ok(())
    }
}

fn encode(record: &Record) -> Result<String> {
    serde_json::to_string(&record.data).map_err(|error| Error::Encode(error.to_string()))
}

#[expect(clippy::needless_pass_by_value, reason = "it is given to `map_err`")]
fn backend(error: sqlx::Error) -> Error {
    Error::Backend(error.to_string())
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use time::Duration;

    use super::*;
    use crate::db::in_memory;

    fn record(seconds: i64) -> Record {
        let expiry_date = OffsetDateTime::now_utc() + Duration::seconds(seconds);
        Record { id: Id::default(), data: [("visitor".to_owned(), json!({ "id": 7 }))].into(), expiry_date }
    }

    #[tokio::test]
    async fn a_session_is_found_until_it_is_ended() {
        let sessions = in_memory().await.sessions();
        let mut record = record(60);
        sessions.create(&mut record).await.unwrap();
        assert_eq!(sessions.load(&record.id).await.unwrap().unwrap().data, record.data);

        record.data.insert("next".to_owned(), json!("/events"));
        sessions.save(&record).await.unwrap();
        assert_eq!(sessions.load(&record.id).await.unwrap().unwrap().data, record.data);

        sessions.delete(&record.id).await.unwrap();
        sessions.save(&record).await.unwrap();
        assert!(sessions.load(&record.id).await.unwrap().is_none());
    }

    #[tokio::test]
    async fn a_session_that_has_expired_is_not_found_and_then_forgotten() {
        let sessions = in_memory().await.sessions();
        let mut old = record(-1);
        sessions.create(&mut old).await.unwrap();
        assert!(sessions.load(&old.id).await.unwrap().is_none());
        sessions.create(&mut record(60)).await.unwrap();
        assert_eq!(sessions.count().await, 1);
    }

    #[tokio::test]
    async fn two_sessions_never_share_an_id() {
        let sessions = in_memory().await.sessions();
        let mut first = record(60);
        let mut second = Record { id: first.id, ..record(60) };
        sessions.create(&mut first).await.unwrap();
        sessions.create(&mut second).await.unwrap();
        assert_ne!(first.id, second.id);
    }
}
