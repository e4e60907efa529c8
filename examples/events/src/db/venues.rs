//! A venue: where it is, how to get in, what is close by.

use serde::Serialize;
use sqlx::FromRow;
use ts_rs::TS;

use super::boxoffice::tick;
use super::{Db, Result};
use crate::calendar::clock;

/// A venue's name and address.
#[derive(Clone, Debug, Serialize, FromRow, TS)]
pub(crate) struct VenueSummary {
    /// Its number.
    pub(crate) id: i64,
    /// What it is called.
    pub(crate) name: String,
    /// Street and number.
    pub(crate) street: String,
    /// The quarter of the city.
    pub(crate) quarter: String,
    /// The city.
    pub(crate) city: String,
    /// The country.
    pub(crate) country: String,
}

/// How to get in.
#[derive(Clone, Debug, Serialize, FromRow, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Access {
    /// Whether every seat can be reached without a step.
    pub(crate) step_free: bool,
    /// The nearest stop.
    pub(crate) tram: String,
    /// The year in which the house opened.
    pub(crate) founded: i64,
    /// Seats in its largest room.
    pub(crate) capacity: i64,
}

/// A venue close by.
#[derive(Clone, Debug, Serialize, FromRow, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Nearby {
    /// Its number.
    pub(crate) id: i64,
    /// What it is called.
    pub(crate) name: String,
    /// The quarter of the city.
    pub(crate) quarter: String,
    /// How far it is, in metres.
    pub(crate) metres: i64,
    /// The next event there, if any.
    pub(crate) event_id: Option<i64>,
    /// What that is called.
    pub(crate) title: Option<String>,
}

/// The weather at the door.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Weather {
    /// What the sky does.
    pub(crate) sky: &'static str,
    /// Degrees Celsius.
    pub(crate) celsius: i64,
    /// When it was read.
    pub(crate) read_at: String,
}

impl Db {
    /// A venue's name and address.
    ///
    /// # Errors
    ///
    /// When there is no such venue, and what the database reports.
    pub(crate) async fn venue(self, id: i64) -> Result<VenueSummary> {
        sqlx::query_as(
            "SELECT v.id, v.name, v.street, v.quarter, ci.name AS city, ci.country
             FROM venues v JOIN cities ci ON ci.id = v.city_id WHERE v.id = ?1",
        )
        .bind(id)
        .fetch_one(&self.pool)
        .await
    }

    /// How to get in.
    ///
    /// # Errors
    ///
    /// When there is no such venue, and what the database reports.
    pub(crate) async fn access(self, id: i64) -> Result<Access> {
        sqlx::query_as("SELECT step_free, tram, founded, capacity FROM venues WHERE id = ?1")
            .bind(id)
            .fetch_one(&self.pool)
            .await
    }

    /// The four venues of the same city that are closest, and what is on there next.
    ///
    /// # Errors
    ///
    /// What the database reports.
    pub(crate) async fn nearby(self, id: i64) -> Result<Vec<Nearby>> {
        sqlx::query_as(
            "WITH close AS (
               SELECT v.id, v.name, v.quarter, abs(v.x - this.x) + abs(v.y - this.y) AS metres,
                      (SELECT e.id FROM programme e WHERE e.venue_id = v.id AND e.starts_at >= ?2
                       ORDER BY e.starts_at LIMIT 1) AS event_id
               FROM venues this JOIN venues v ON v.city_id = this.city_id AND v.id <> this.id
               WHERE this.id = ?1 ORDER BY metres LIMIT 4)
             SELECT close.id, close.name, close.quarter, close.metres, close.event_id, e.title
             FROM close LEFT JOIN events e ON e.id = close.event_id ORDER BY close.metres",
        )
        .bind(id)
        .bind(self.today().to_string())
        .fetch_all(&self.pool)
        .await
    }
}

/// The weather at a venue's door: made up, and different a moment later.
pub(crate) fn weather(venue: i64) -> Weather {
    let skies = ["Clear", "High cloud", "Light rain", "Fog off the water", "Windy", "Overcast"];
    let turn = venue.unsigned_abs() + tick();
    let sky = usize::try_from(turn % 6).ok().and_then(|at| skies.get(at)).copied().unwrap_or("Clear");
    Weather { sky, celsius: 4 + venue % 9 + i64::try_from(tick() % 3).unwrap_or(0), read_at: clock() }
}

#[cfg(test)]
mod tests {
    use crate::db::in_memory;

    #[tokio::test]
    async fn the_closest_venues_come_first_and_lie_in_the_same_city() {
        let db = in_memory().await;
        let nearby = db.clone().nearby(5).await.unwrap();
        assert_eq!(nearby.len(), 4);
        assert!(nearby.is_sorted_by_key(|venue| venue.metres));
        let city = db.clone().venue(5).await.unwrap().city;
        assert_eq!(db.clone().venue(nearby[0].id).await.unwrap().city, city);
        assert!(db.access(5).await.unwrap().capacity > 0);
    }
}
