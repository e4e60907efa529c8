//! The database: one `SQLite` file, created and filled when the app first starts.

mod accounts;
mod activity;
mod booking;
mod boxoffice;
mod catalogue;
mod events;
mod export;
mod likes;
mod listings;
mod seed;
mod sessions;
mod stats;
mod venues;

use std::path::Path;

use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};

pub(crate) use accounts::Account;
pub(crate) use activity::Activity;
pub(crate) use booking::Booking;
pub(crate) use boxoffice::{Board, Notice};
pub(crate) use catalogue::{Category, City, Counts};
pub(crate) use events::{EventCard, EventDetail, Filters, PAGE_SIZE};
pub(crate) use export::Export;
pub(crate) use likes::Likes;
pub(crate) use listings::{Listed, Listing, Made, OwnEvent, PosterChange, Ticket, VenueChoice};
pub(crate) use sessions::Sessions;
pub(crate) use stats::{Attendance, Revenue};
pub(crate) use venues::{Access, Nearby, VenueSummary, Weather, weather};

use crate::calendar::Day;

/// What every query answers with.
pub(crate) type Result<T> = std::result::Result<T, sqlx::Error>;

/// A handle to the database; cloning it is cheap, and every query takes one, so that a query is a future of its
/// own that may outlive the handler that made it.
#[derive(Clone)]
pub(crate) struct Db {
    pool: SqlitePool,
    today: Option<Day>,
}

impl Db {
    /// Opens the file, creates its tables and fills them when they are empty.
    ///
    /// `today` replaces the real day, for a programme that does not move; tests use it.
    ///
    /// # Errors
    ///
    /// When the file can be neither opened nor created, or is no such database.
    pub(crate) async fn open(file: &Path, today: Option<Day>) -> Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal);
        let pool = SqlitePoolOptions::new().max_connections(4).connect_with(options).await?;
        let db = Self { pool, today };
        db.prepare().await?;
        Ok(db)
    }

    /// The day that "today" means.
    pub(crate) fn today(&self) -> Day {
        self.today.unwrap_or_else(Day::today)
    }

    /// Loses a table with all that is in it.
    ///
    /// # Errors
    ///
    /// What the database reports.
    pub(crate) async fn lose(&self, table: &str) -> Result<()> {
        let sql = match table {
            "likes" => "DROP TABLE likes",
            "activity" => "DROP TABLE activity",
            _ => return Ok(()),
        };
        sqlx::query(sql).execute(&self.pool).await?;
        Ok(())
    }

    /// Creates what is missing. Half a seed is never left behind: it commits as a whole or not at all.
    async fn prepare(&self) -> Result<()> {
        sqlx::raw_sql(include_str!("schema.sql")).execute(&self.pool).await?;
        let mut tx = self.pool.begin().await?;
        let events: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM events").fetch_one(&mut *tx).await?;
        if events == 0 {
            seed::fill(&mut tx, self.today()).await?;
        }
        tx.commit().await
    }
}

/// A filled database that lives in memory, for the tests of the queries.
#[cfg(test)]
pub(crate) async fn in_memory() -> Db {
    let pool = SqlitePoolOptions::new()
        .max_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect("sqlite::memory:")
        .await
        .unwrap();
    let db = Db { pool, today: Day::parse("2026-11-21") };
    db.prepare().await.unwrap();
    db
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_first_start_fills_the_database_and_the_second_leaves_it_alone() {
        let file = std::env::temp_dir().join(format!("events-seed-{}.db", std::process::id()));
        let first = Db::open(&file, Day::parse("2026-11-21")).await.unwrap();
        let counts = first.clone().counts().await.unwrap();
        first.pool.close().await;
        let second = Db::open(&file, Day::parse("2026-11-21")).await.unwrap();
        assert_eq!(second.clone().counts().await.unwrap(), counts);
        assert_eq!(
            (counts.events, counts.venues, counts.activity),
            (seed::EVENTS, seed::VENUES, seed::ACTIVITIES)
        );
        assert_eq!(second.clone().categories().await.unwrap().len(), 10);
        second.pool.close().await;
        std::fs::remove_file(&file).unwrap();
    }
}
