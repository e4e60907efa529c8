//! Who likes what.

use serde::Serialize;
use sqlx::FromRow;
use ts_rs::TS;

use super::{Db, Result};

/// How many people like an event, and whether the visitor is one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, FromRow, TS)]
pub(crate) struct Likes {
    /// How many people like it.
    pub(crate) count: i64,
    /// Whether the visitor does.
    pub(crate) mine: bool,
}

impl Db {
    /// How many people like an event, and whether this account does.
    ///
    /// # Errors
    ///
    /// What the database reports.
    pub(crate) async fn likes(self, event: i64, account: Option<i64>) -> Result<Likes> {
        sqlx::query_as(
            "SELECT COUNT(*) AS count, COALESCE(MAX(account_id = ?2), 0) AS mine FROM likes WHERE event_id = ?1",
        )
        .bind(event)
        .bind(account)
        .fetch_one(&self.pool)
        .await
    }

    /// Remembers whether an account likes an event; saying so twice changes nothing.
    ///
    /// # Errors
    ///
    /// What the database reports.
    pub(crate) async fn like(&self, event: i64, account: i64, liked: bool) -> Result<()> {
        let change = if liked {
            "INSERT INTO likes (event_id, account_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING"
        } else {
            "DELETE FROM likes WHERE event_id = ?1 AND account_id = ?2"
        };
        sqlx::query(change).bind(event).bind(account).execute(&self.pool).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::in_memory;

    #[tokio::test]
    async fn a_like_counts_once_until_it_is_taken_back() {
        let db = in_memory().await;
        let ada = db.sign_up("ada@example.com", "Ada", "hash").await.unwrap().unwrap().id;
        let eva = db.sign_up("eva@example.com", "Eva", "hash").await.unwrap().unwrap().id;
        assert_eq!(db.clone().likes(5, Some(ada)).await.unwrap(), Likes { count: 0, mine: false });
        db.like(5, ada, true).await.unwrap();
        db.like(5, ada, true).await.unwrap();
        db.like(5, eva, true).await.unwrap();
        assert_eq!(db.clone().likes(5, Some(ada)).await.unwrap(), Likes { count: 2, mine: true });
        db.like(5, ada, false).await.unwrap();
        assert_eq!(db.clone().likes(5, Some(ada)).await.unwrap(), Likes { count: 1, mine: false });
        assert_eq!(db.likes(5, None).await.unwrap(), Likes { count: 1, mine: false });
    }
}
