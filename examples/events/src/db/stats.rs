//! Figures about the whole programme.

use serde::Serialize;
use sqlx::FromRow;
use ts_rs::TS;

use super::{Db, Result};

/// How full the houses are.
#[derive(Clone, Debug, Serialize, TS)]
pub(crate) struct Attendance {
    /// Seats sold.
    pub(crate) sold: i64,
    /// Seats there are.
    pub(crate) capacity: i64,
    /// Month by month, the first of the programme first.
    pub(crate) months: Vec<Month>,
}

/// One month of the programme.
#[derive(Clone, Debug, Serialize, FromRow, TS)]
pub(crate) struct Month {
    /// Year and month, `2026-11`.
    pub(crate) label: String,
    /// Seats sold.
    pub(crate) sold: i64,
    /// Seats there are.
    pub(crate) capacity: i64,
}

/// What the tickets brought in.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Revenue {
    /// All of it, in cents.
    pub(crate) total_cents: i64,
    /// By category, the largest first.
    pub(crate) rows: Vec<RevenueRow>,
}

/// One category's revenue.
#[derive(Clone, Debug, Serialize, FromRow, TS)]
pub(crate) struct RevenueRow {
    /// The category's slug.
    pub(crate) category: String,
    /// The category's name.
    pub(crate) name: String,
    /// Revenue in cents.
    pub(crate) cents: i64,
}

impl Db {
    /// How full the houses are, month by month.
    ///
    /// # Errors
    ///
    /// What the database reports.
    pub(crate) async fn attendance(self) -> Result<Attendance> {
        let months: Vec<Month> = sqlx::query_as(
            "SELECT substr(starts_at, 1, 7) AS label, SUM(sold) AS sold, SUM(capacity) AS capacity
             FROM events GROUP BY label ORDER BY label LIMIT 24",
        )
        .fetch_all(&self.pool)
        .await?;
        let sold = months.iter().map(|month| month.sold).sum();
        let capacity = months.iter().map(|month| month.capacity).sum();
        Ok(Attendance { sold, capacity, months })
    }

    /// What the tickets brought in, by category.
    ///
    /// # Errors
    ///
    /// What the database reports.
    pub(crate) async fn revenue(self) -> Result<Revenue> {
        let rows: Vec<RevenueRow> = sqlx::query_as(
            "SELECT c.slug AS category, c.name, SUM(e.sold * e.price_cents) AS cents
             FROM events e JOIN categories c ON c.id = e.category_id
             GROUP BY c.id ORDER BY cents DESC",
        )
        .fetch_all(&self.pool)
        .await?;
        Ok(Revenue { total_cents: rows.iter().map(|row| row.cents).sum(), rows })
    }
}

#[cfg(test)]
mod tests {
    use crate::db::in_memory;

    #[tokio::test]
    async fn the_months_add_up_and_no_house_is_oversold() {
        let db = in_memory().await;
        let attendance = db.clone().attendance().await.unwrap();
        assert_eq!(attendance.months.len(), 24);
        assert!(attendance.months.iter().all(|month| month.sold <= month.capacity));
        let revenue = db.revenue().await.unwrap();
        assert_eq!(revenue.rows.len(), 10);
        assert_eq!(revenue.total_cents, revenue.rows.iter().map(|row| row.cents).sum::<i64>());
    }
}
