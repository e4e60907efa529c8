//! The live board: the next twelve events, and what the box office reports about them.
//!
//! There is no box office behind a demo, so the sales are a function of the time: at every tick a quarter of the
//! rows change. Whoever asks twice gets the same answer, and nothing has to be stored.

use std::collections::BTreeMap;

use serde::Serialize;
use sqlx::FromRow;
use ts_rs::TS;

use super::{Db, Result};
use crate::calendar::{clock, seconds_since_epoch};

/// How long the board stays as it is, in seconds.
pub(crate) const TICK_SECONDS: u64 = 3;
/// How many ticks a report of changes reaches back, so that a visitor who polls a little late misses none.
const REACH: u64 = 2;
/// How many lines the ticker begins with.
const LINES: u64 = 8;
/// How many parts the rows are divided into; one of them changes at every tick.
const PARTS: u64 = 4;
/// How many rows the board has.
const ROWS: i64 = 12;

/// The live board. What has not changed need not be sent again: the client merges it deeply.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Board {
    /// When it was read.
    pub(crate) as_of: String,
    /// How many rows were sent.
    pub(crate) changed: usize,
    /// Free seats by city, for the cities of the rows that were sent.
    pub(crate) cities: BTreeMap<String, i64>,
    /// The rows, the next to start first.
    pub(crate) rows: Vec<BoardRow>,
}

/// One event on the board.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BoardRow {
    /// The event's number.
    pub(crate) id: i64,
    /// What it is called.
    pub(crate) title: String,
    /// Its category's slug.
    pub(crate) category: String,
    /// When it starts, local time of the city.
    pub(crate) starts_at: String,
    /// The venue's name.
    pub(crate) venue: String,
    /// The city's name.
    pub(crate) city: String,
    /// Free seats.
    pub(crate) seats_left: u64,
    /// All seats.
    pub(crate) capacity: i64,
}

/// A line of the box office's ticker.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Notice {
    /// The tick it was made at, which is unique.
    pub(crate) id: u64,
    /// The event it is about.
    pub(crate) event_id: i64,
    /// What it is called.
    pub(crate) title: String,
    /// What happened.
    pub(crate) text: String,
}

#[derive(FromRow)]
struct Row {
    id: i64,
    title: String,
    category: String,
    starts_at: String,
    venue: String,
    city: String,
    capacity: i64,
}

/// The current tick.
pub(crate) fn tick() -> u64 {
    seconds_since_epoch() / TICK_SECONDS
}

impl Db {
    /// The board: all of it, or only what changed lately.
    ///
    /// # Errors
    ///
    /// What the database reports.
    pub(crate) async fn board(self, only_changes: bool) -> Result<Board> {
        let now = tick();
        let rows: Vec<BoardRow> =
            (0..).zip(self.next_events().await?).map(|(at, row)| row.at(at, now)).collect();
        let changed = |at: &u64| !only_changes || now - last_change(*at, now) < REACH;
        let sent: Vec<BoardRow> =
            (0..).zip(&rows).filter(|(at, _)| changed(at)).map(|(_, row)| row.clone()).collect();
        let mut cities = BTreeMap::new();
        for row in rows.iter().filter(|row| sent.iter().any(|sent| sent.city == row.city)) {
            *cities.entry(row.city.clone()).or_insert(0) += i64::try_from(row.seats_left).unwrap_or(0);
        }
        Ok(Board { as_of: clock(), changed: sent.len(), cities, rows: sent })
    }

    /// The ticker, the newest line first: eight lines, or only the latest.
    ///
    /// # Errors
    ///
    /// What the database reports.
    pub(crate) async fn notices(self, only_latest: bool) -> Result<Vec<Notice>> {
        let rows = self.next_events().await?;
        let now = tick();
        let lines = if only_latest { 2 * REACH } else { LINES };
        Ok((0..lines).filter_map(|ago| notice(&rows, now.saturating_sub(ago))).collect())
    }

    async fn next_events(&self) -> Result<Vec<Row>> {
        sqlx::query_as(
            "SELECT e.id, e.title, c.slug AS category, e.starts_at, v.name AS venue, ci.name AS city, e.capacity
             FROM programme e
             JOIN categories c ON c.id = e.category_id
             JOIN venues v ON v.id = e.venue_id
             JOIN cities ci ON ci.id = v.city_id
             WHERE e.starts_at >= ?1 ORDER BY e.starts_at, e.id LIMIT ?2",
        )
        .bind(self.today().to_string())
        .bind(ROWS)
        .fetch_all(&self.pool)
        .await
    }
}

impl Row {
    /// The row as it stands at a tick.
    fn at(self, at: u64, now: u64) -> BoardRow {
        let seats_left = mix(last_change(at, now) * 31 + at) % (self.capacity.unsigned_abs() / 4 + 1);
        BoardRow {
            id: self.id,
            title: self.title,
            category: self.category,
            starts_at: self.starts_at,
            venue: self.venue,
            city: self.city,
            seats_left,
            capacity: self.capacity,
        }
    }
}

/// The line that was added at a tick.
fn notice(rows: &[Row], tick: u64) -> Option<Notice> {
    let count = u64::try_from(rows.len()).ok()?;
    let row = rows.get(usize::try_from(mix(tick).checked_rem(count)?).ok()?)?;
    let seats = 1 + mix(tick + 1) % 5;
    let text = match mix(tick + 2) % 4 {
        0 if seats == 1 => "One seat came back".to_owned(),
        0 => format!("{seats} seats came back"),
        1 => format!("A party of {} booked", seats + 1),
        2 => format!("Doors at {}", row.starts_at.get(11..).unwrap_or_default()),
        _ => format!("Sold to {}", row.city),
    };
    Some(Notice { id: tick, event_id: row.id, title: row.title.clone(), text })
}

/// The latest tick at which the row at this place changed.
fn last_change(at: u64, now: u64) -> u64 {
    now - (now + PARTS - at % PARTS) % PARTS
}

/// Scatters a number.
const fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::in_memory;

    #[test]
    fn a_row_changes_at_every_fourth_tick() {
        assert_eq!([100, 101, 102, 103, 104].map(|now| last_change(0, now)), [100, 100, 100, 100, 104]);
        assert_eq!([100, 101, 102, 103, 104].map(|now| last_change(2, now)), [98, 98, 102, 102, 102]);
    }

    #[tokio::test]
    async fn a_report_of_changes_is_a_part_of_the_whole_board() {
        let db = in_memory().await;
        let whole = db.clone().board(false).await.unwrap();
        let changes = db.clone().board(true).await.unwrap();
        assert_eq!(whole.rows.len(), 12);
        assert!((1..12).contains(&changes.rows.len()), "{} rows", changes.rows.len());
        assert!(changes.rows.iter().all(|row| whole.rows.iter().any(|other| other.id == row.id)));
        assert_eq!(db.notices(true).await.unwrap().len(), 4);
    }
}
