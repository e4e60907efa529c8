//! The activity feed, page by page.

use serde::Serialize;
use sqlx::FromRow;
use ts_rs::TS;

use super::{Db, Result};

/// How many entries one page of the feed has.
const PAGE_SIZE: i64 = 20;

/// Something a visitor did.
#[derive(Clone, Debug, Serialize, FromRow, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Activity {
    /// Its number; the newest has the highest.
    pub(crate) id: i64,
    /// `booked`, `saved`, `returned` or `released`.
    #[ts(type = "\"booked\" | \"saved\" | \"returned\" | \"released\"")]
    pub(crate) kind: String,
    /// Who did it.
    pub(crate) actor: String,
    /// How many seats it is about.
    pub(crate) amount: i64,
    /// How long ago it happened, in minutes.
    pub(crate) minutes_ago: i64,
    /// The event it is about.
    pub(crate) event_id: i64,
    /// What that is called.
    pub(crate) title: String,
    /// Its category's slug.
    pub(crate) category: String,
    /// Its venue's name.
    pub(crate) venue: String,
    /// Its city's name.
    pub(crate) city: String,
}

impl Db {
    /// One page of the feed, the newest entry first, and whether there is another.
    ///
    /// # Errors
    ///
    /// What the database reports.
    pub(crate) async fn activity(self, page: u32) -> Result<(Vec<Activity>, bool)> {
        let mut entries: Vec<Activity> = sqlx::query_as(
            "SELECT a.id, a.kind, a.actor, a.amount, a.minutes_ago, e.id AS event_id, e.title,
                    c.slug AS category, v.name AS venue, ci.name AS city
             FROM activity a
             JOIN events e ON e.id = a.event_id
             JOIN categories c ON c.id = e.category_id
             JOIN venues v ON v.id = e.venue_id
             JOIN cities ci ON ci.id = v.city_id
             ORDER BY a.id DESC LIMIT ?1 OFFSET ?2",
        )
        .bind(PAGE_SIZE + 1)
        .bind(PAGE_SIZE * i64::from(page.max(1) - 1))
        .fetch_all(&self.pool)
        .await?;
        // One more than a page was asked for: its presence is the answer, it is not part of the page.
        let page_size = usize::try_from(PAGE_SIZE).unwrap_or(usize::MAX);
        let has_more = entries.len() > page_size;
        entries.truncate(page_size);
        Ok((entries, has_more))
    }
}

#[cfg(test)]
mod tests {
    use crate::db::in_memory;

    #[tokio::test]
    async fn the_feed_ends_on_its_last_page() {
        let db = in_memory().await;
        let (first, more) = db.clone().activity(1).await.unwrap();
        assert_eq!((first.len(), first[0].id, more), (20, 600, true));
        let (last, more) = db.clone().activity(30).await.unwrap();
        assert_eq!((last.len(), last[19].id, more), (20, 1, false));
        assert_eq!(db.activity(31).await.unwrap().0.len(), 0);
    }
}
