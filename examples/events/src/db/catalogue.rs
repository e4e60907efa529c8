//! What the filters offer and the navigation counts.

use serde::Serialize;
use sqlx::FromRow;
use ts_rs::TS;

use super::{Db, Result};

/// A category and how many of its events are still to come.
#[derive(Clone, Debug, Serialize, FromRow, TS)]
pub(crate) struct Category {
    /// Its name in URLs.
    pub(crate) slug: String,
    /// Its name on the page.
    pub(crate) name: String,
    /// Events still to come.
    pub(crate) count: i64,
}

/// A city and its number of venues.
#[derive(Clone, Debug, Serialize, FromRow, TS)]
pub(crate) struct City {
    /// Its name in URLs.
    pub(crate) slug: String,
    /// Its name on the page.
    pub(crate) name: String,
    /// The country it lies in.
    pub(crate) country: String,
    /// Its venues.
    pub(crate) venues: i64,
}

/// The numbers in the navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, FromRow, TS)]
pub(crate) struct Counts {
    /// All events, past ones included.
    pub(crate) events: i64,
    /// All venues.
    pub(crate) venues: i64,
    /// Entries of the activity feed.
    pub(crate) activity: i64,
}

impl Db {
    /// All categories, in the order of the programme.
    ///
    /// # Errors
    ///
    /// What the database reports.
    pub(crate) async fn categories(self) -> Result<Vec<Category>> {
        sqlx::query_as(
            "SELECT c.slug, c.name, COUNT(e.id) AS count
             FROM categories c LEFT JOIN programme e ON e.category_id = c.id AND e.starts_at >= ?1
             GROUP BY c.id ORDER BY c.id",
        )
        .bind(self.today().to_string())
        .fetch_all(&self.pool)
        .await
    }

    /// All cities, by name.
    ///
    /// # Errors
    ///
    /// What the database reports.
    pub(crate) async fn cities(self) -> Result<Vec<City>> {
        sqlx::query_as(
            "SELECT ci.slug, ci.name, ci.country, COUNT(v.id) AS venues
             FROM cities ci JOIN venues v ON v.city_id = ci.id GROUP BY ci.id ORDER BY ci.name",
        )
        .fetch_all(&self.pool)
        .await
    }

    /// The numbers in the navigation.
    ///
    /// # Errors
    ///
    /// What the database reports.
    pub(crate) async fn counts(self) -> Result<Counts> {
        sqlx::query_as(
            "SELECT (SELECT COUNT(*) FROM programme) AS events,
                    (SELECT COUNT(*) FROM venues) AS venues,
                    (SELECT COUNT(*) FROM activity) AS activity",
        )
        .fetch_one(&self.pool)
        .await
    }
}
