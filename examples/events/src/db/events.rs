//! Searching the programme, and one event of it.

use serde::{Deserialize, Serialize};
use sqlx::FromRow;
use ts_rs::TS;

use super::{Db, Result};

/// How many events one page of the list has.
pub(crate) const PAGE_SIZE: i64 = 12;

/// Which part of the programme to list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub(crate) enum When {
    /// Today only.
    Today,
    /// The next seven days.
    Week,
    /// The next thirty days.
    Month,
    /// What is over, the latest first.
    Past,
    /// Everything from today on. Any word that is none of the above means this, too.
    #[default]
    #[serde(other)]
    Upcoming,
}

/// The list's filters, as they stand in the query string.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub(crate) struct Filters {
    /// Words to look for in titles, lines, venues and cities.
    pub(crate) q: String,
    /// A category's slug; empty for all.
    pub(crate) category: String,
    /// A city's slug; empty for all.
    pub(crate) city: String,
    /// Which part of the programme.
    pub(crate) when: When,
    /// The page of the list, counted from 1.
    pub(crate) page: u32,
}

/// A row of the list.
#[derive(Clone, Debug, Serialize, FromRow, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EventCard {
    /// The event's number.
    pub(crate) id: i64,
    /// What it is called.
    pub(crate) title: String,
    /// One line about it.
    pub(crate) line: String,
    /// Its category's slug.
    pub(crate) category: String,
    /// When it starts, local time of the city: `2026-11-21T19:30`.
    pub(crate) starts_at: String,
    /// How long it lasts, in minutes.
    pub(crate) minutes: i64,
    /// The venue's name.
    pub(crate) venue: String,
    /// The city's name.
    pub(crate) city: String,
    /// What a ticket costs, in cents; `0` is free.
    pub(crate) price_cents: i64,
    /// Seats that are still free.
    pub(crate) seats_left: i64,
    /// The file name of its poster; most have theirs drawn.
    pub(crate) poster: Option<String>,
}

/// What an event's own page says about it.
#[derive(Clone, Debug, Serialize, FromRow, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EventDetail {
    /// The event's number.
    pub(crate) id: i64,
    /// What it is called.
    pub(crate) title: String,
    /// One line about it.
    pub(crate) line: String,
    /// Two sentences about it.
    pub(crate) summary: String,
    /// Its category's slug.
    pub(crate) category: String,
    /// Its category's name.
    pub(crate) category_name: String,
    /// When it starts, local time of the city.
    pub(crate) starts_at: String,
    /// How long it lasts, in minutes.
    pub(crate) minutes: i64,
    /// Where it takes place.
    pub(crate) venue_id: i64,
    /// Whether its day is over.
    pub(crate) past: bool,
    /// The file name of its poster; most have theirs drawn.
    pub(crate) poster: Option<String>,
    /// The account that put it into the programme, if a visitor did.
    #[serde(skip)]
    pub(crate) owner_id: Option<i64>,
    /// What that is called.
    pub(crate) owner: Option<String>,
}

impl Filters {
    /// The page of the list; a missing or zero page is the first.
    pub(crate) fn page(&self) -> u32 {
        self.page.max(1)
    }

    /// The first day and the first day after the wanted part of the programme.
    fn days(&self, db: &Db) -> (String, String) {
        let today = db.today();
        let far = || "9999-12-31".to_owned();
        match self.when {
            When::Today => (today.to_string(), today.plus(1).to_string()),
            When::Week => (today.to_string(), today.plus(7).to_string()),
            When::Month => (today.to_string(), today.plus(30).to_string()),
            When::Past => (String::new(), today.to_string()),
            When::Upcoming => (today.to_string(), far()),
        }
    }
}

impl Db {
    /// One page of the events that match.
    ///
    /// # Errors
    ///
    /// What the database reports.
    pub(crate) async fn search(self, filters: Filters) -> Result<Vec<EventCard>> {
        let (from, until) = filters.days(&self);
        sqlx::query_as(
            "SELECT e.id, e.title, e.line, c.slug AS category, e.starts_at, e.minutes, v.name AS venue,
                    ci.name AS city, e.price_cents, e.capacity - e.sold AS seats_left, e.poster
             FROM programme e
             JOIN categories c ON c.id = e.category_id
             JOIN venues v ON v.id = e.venue_id
             JOIN cities ci ON ci.id = v.city_id
             WHERE e.starts_at >= ?1 AND e.starts_at < ?2
               AND (?3 = '' OR c.slug = ?3)
               AND (?4 = '' OR ci.slug = ?4)
               AND instr(lower(e.title || ' ' || e.line || ' ' || v.name || ' ' || ci.name), lower(?5)) > 0
             ORDER BY CASE WHEN ?6 THEN e.starts_at END DESC, e.starts_at, e.id
             LIMIT ?7 OFFSET ?8",
        )
        .bind(from)
        .bind(until)
        .bind(&filters.category)
        .bind(&filters.city)
        .bind(filters.q.trim())
        .bind(filters.when == When::Past)
        .bind(PAGE_SIZE)
        .bind(PAGE_SIZE * i64::from(filters.page() - 1))
        .fetch_all(&self.pool)
        .await
    }

    /// How many events match, on all pages together.
    ///
    /// # Errors
    ///
    /// What the database reports.
    pub(crate) async fn count(self, filters: Filters) -> Result<i64> {
        let (from, until) = filters.days(&self);
        sqlx::query_scalar(
            "SELECT COUNT(*)
             FROM programme e
             JOIN categories c ON c.id = e.category_id
             JOIN venues v ON v.id = e.venue_id
             JOIN cities ci ON ci.id = v.city_id
             WHERE e.starts_at >= ?1 AND e.starts_at < ?2
               AND (?3 = '' OR c.slug = ?3)
               AND (?4 = '' OR ci.slug = ?4)
               AND instr(lower(e.title || ' ' || e.line || ' ' || v.name || ' ' || ci.name), lower(?5)) > 0",
        )
        .bind(from)
        .bind(until)
        .bind(&filters.category)
        .bind(&filters.city)
        .bind(filters.q.trim())
        .fetch_one(&self.pool)
        .await
    }

    /// One event, or `None` when there is no such number.
    ///
    /// # Errors
    ///
    /// What the database reports.
    pub(crate) async fn event(self, id: i64) -> Result<Option<EventDetail>> {
        sqlx::query_as(
            "SELECT e.id, e.title, e.line, e.summary, c.slug AS category, c.name AS category_name,
                    e.starts_at, e.minutes, e.venue_id, e.starts_at < ?2 AS past, e.poster, e.owner_id,
                    a.name AS owner
             FROM programme e
             JOIN categories c ON c.id = e.category_id
             LEFT JOIN accounts a ON a.id = e.owner_id
             WHERE e.id = ?1",
        )
        .bind(id)
        .bind(self.today().to_string())
        .fetch_optional(&self.pool)
        .await
    }

    /// Three later events of the same category, for the foot of an event's page.
    ///
    /// # Errors
    ///
    /// What the database reports.
    pub(crate) async fn related(self, id: i64) -> Result<Vec<EventCard>> {
        sqlx::query_as(
            "SELECT e.id, e.title, e.line, c.slug AS category, e.starts_at, e.minutes, v.name AS venue,
                    ci.name AS city, e.price_cents, e.capacity - e.sold AS seats_left, e.poster
             FROM events this
             JOIN programme e ON e.category_id = this.category_id AND e.id <> this.id
                          AND e.starts_at >= max(this.starts_at, ?2)
             JOIN categories c ON c.id = e.category_id
             JOIN venues v ON v.id = e.venue_id
             JOIN cities ci ON ci.id = v.city_id
             WHERE this.id = ?1
             ORDER BY e.starts_at, e.id LIMIT 3",
        )
        .bind(id)
        .bind(self.today().to_string())
        .fetch_all(&self.pool)
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::in_memory;

    #[tokio::test]
    async fn pages_follow_each_other_without_gap_or_repetition() {
        let db = in_memory().await;
        let mut seen = Vec::new();
        for page in 1..=4 {
            let filters = Filters { page, ..Filters::default() };
            seen.extend(db.clone().search(filters).await.unwrap());
        }
        assert_eq!(seen.len(), 48);
        assert!(seen.is_sorted_by_key(|event| (event.starts_at.clone(), event.id)));
        assert!(seen.iter().all(|event| event.starts_at.as_str() >= "2026-11-21"));
    }

    #[tokio::test]
    async fn every_filter_narrows_the_list_and_its_count_alike() {
        let db = in_memory().await;
        let filters = Filters {
            category: "music".into(),
            city: "porto".into(),
            q: " quartet ".into(),
            ..Filters::default()
        };
        let all = db.clone().count(Filters::default()).await.unwrap();
        let some = db.clone().count(filters.clone()).await.unwrap();
        let events = db.search(filters).await.unwrap();
        assert!(some < all);
        assert_eq!(i64::try_from(events.len()).unwrap(), some.min(PAGE_SIZE));
        assert!(events.iter().all(|event| event.category == "music" && event.city == "Porto"));
        assert!(events.iter().all(|event| event.title.contains("Quartet") || event.line.contains("quartet")));
    }

    #[tokio::test]
    async fn the_past_is_listed_backwards() {
        let db = in_memory().await;
        let events = db.search(Filters { when: When::Past, ..Filters::default() }).await.unwrap();
        assert!(events.iter().all(|event| event.starts_at.as_str() < "2026-11-21"));
        assert!(events.is_sorted_by(|a, b| a.starts_at >= b.starts_at));
    }

    #[tokio::test]
    async fn an_event_is_found_by_its_number() {
        let db = in_memory().await;
        assert_eq!(db.clone().event(7).await.unwrap().map(|event| event.id), Some(7));
        assert!(db.clone().event(99_999).await.unwrap().is_none());
        assert_eq!(db.related(900).await.unwrap().len(), 3);
    }
}
