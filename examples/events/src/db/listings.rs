//! What visitors put into the programme themselves.

use serde::Serialize;
use sqlx::{FromRow, Sqlite, Transaction};
use ts_rs::TS;

use super::{Db, Result};
use crate::calendar::seconds_since_epoch;

/// An event as its form writes and reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Listing {
    /// What it is called.
    pub(crate) title: String,
    /// One line about it.
    pub(crate) line: String,
    /// A few sentences about it.
    pub(crate) summary: String,
    /// Its category's slug.
    pub(crate) category: String,
    /// Where it takes place.
    pub(crate) venue: i64,
    /// When it starts, local time of the city: `2026-11-21T19:30`.
    pub(crate) starts_at: String,
    /// How long it lasts, in minutes.
    pub(crate) minutes: i64,
    /// Its kinds of tickets, at least one.
    pub(crate) tickets: Vec<Ticket>,
}

/// A kind of ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromRow, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Ticket {
    /// What it is called.
    pub(crate) name: String,
    /// What it costs, in cents.
    pub(crate) price_cents: i64,
    /// How many there are.
    pub(crate) seats: i64,
}

/// A listing, whose it is and what belongs to it.
#[derive(Clone, Debug)]
pub(crate) struct Listed {
    /// The account that made it.
    pub(crate) owner_id: i64,
    /// The file name of its poster.
    pub(crate) poster: Option<String>,
    /// The event.
    pub(crate) listing: Listing,
}

/// What came of a form that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Made {
    /// The event's number.
    pub(crate) id: i64,
    /// Whether the event was there already, made by the same form.
    pub(crate) again: bool,
}

/// What becomes of a listing's poster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PosterChange {
    /// It stays as it is.
    Keep,
    /// Another file takes its place.
    Replace(String),
    /// The listing has none from now on.
    Remove,
}

/// A row of an owner's list.
#[derive(Clone, Debug, Serialize, FromRow, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OwnEvent {
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
    /// The file name of its poster.
    pub(crate) poster: Option<String>,
    /// How many people like it.
    pub(crate) likes: i64,
    /// Whether its owner has taken it off.
    pub(crate) removed: bool,
}

/// A venue to choose.
#[derive(Clone, Debug, Serialize, FromRow, TS)]
pub(crate) struct VenueChoice {
    /// Its number.
    pub(crate) id: i64,
    /// What it is called.
    pub(crate) name: String,
    /// The city it is in.
    pub(crate) city: String,
}

#[derive(FromRow)]
struct Row {
    owner_id: i64,
    poster: Option<String>,
    title: String,
    line: String,
    summary: String,
    category: String,
    venue_id: i64,
    starts_at: String,
    minutes: i64,
}

impl Db {
    /// Puts an event into the programme and gives its number. A form that is sent twice makes one event: the second
    /// time, what the first made is found by its draft.
    ///
    /// # Errors
    ///
    /// What the database reports.
    pub(crate) async fn list(
        &self,
        owner: i64,
        draft: &str,
        listing: &Listing,
        poster: Option<&str>,
    ) -> Result<Made> {
        // Whoever writes first takes the lock at once: two forms at a time wait for each other.
        let mut tx = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        let made: Option<i64> =
            sqlx::query_scalar("SELECT event_id FROM listings WHERE draft = ?1 AND owner_id = ?2")
                .bind(draft)
                .bind(owner)
                .fetch_optional(&mut *tx)
                .await?;
        if let Some(id) = made {
            return Ok(Made { id, again: true });
        }
        let id = sqlx::query_scalar(
            "INSERT INTO events
               (category_id, venue_id, title, line, summary, starts_at, minutes, price_cents, capacity, sold)
             VALUES ((SELECT id FROM categories WHERE slug = ?1), ?2, ?3, ?4, ?5, ?6, ?7, 0, 0, 0)
             RETURNING id",
        )
        .bind(&listing.category)
        .bind(listing.venue)
        .bind(&listing.title)
        .bind(&listing.line)
        .bind(&listing.summary)
        .bind(&listing.starts_at)
        .bind(listing.minutes)
        .fetch_one(&mut *tx)
        .await?;
        sqlx::query("INSERT INTO listings (event_id, owner_id, draft, poster) VALUES (?1, ?2, ?3, ?4)")
            .bind(id)
            .bind(owner)
            .bind(draft)
            .bind(poster)
            .execute(&mut *tx)
            .await?;
        write_tickets(&mut tx, id, &listing.tickets).await?;
        tx.commit().await?;
        Ok(Made { id, again: false })
    }

    /// A listing that is in the programme, or `None` when the event was not made by a visitor or is taken off.
    ///
    /// # Errors
    ///
    /// What the database reports.
    pub(crate) async fn listed(&self, id: i64) -> Result<Option<Listed>> {
        let row: Option<Row> = sqlx::query_as(
            "SELECT e.owner_id, e.poster, e.title, e.line, e.summary, c.slug AS category, e.venue_id,
                    e.starts_at, e.minutes
             FROM programme e JOIN categories c ON c.id = e.category_id
             WHERE e.id = ?1 AND e.owner_id IS NOT NULL",
        )
        .bind(id)
        .fetch_optional(&self.pool)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let listing = Listing {
            title: row.title,
            line: row.line,
            summary: row.summary,
            category: row.category,
            venue: row.venue_id,
            starts_at: row.starts_at,
            minutes: row.minutes,
            tickets: self.tickets(id).await?,
        };
        Ok(Some(Listed { owner_id: row.owner_id, poster: row.poster, listing }))
    }

    /// Changes a listing, and the name of its poster's file if there is another one now.
    ///
    /// # Errors
    ///
    /// What the database reports.
    pub(crate) async fn relist(&self, id: i64, listing: &Listing, poster: &PosterChange) -> Result<()> {
        let mut tx = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        sqlx::query(
            "UPDATE events
             SET category_id = (SELECT id FROM categories WHERE slug = ?2), venue_id = ?3, title = ?4, line = ?5,
                 summary = ?6, starts_at = ?7, minutes = ?8
             WHERE id = ?1",
        )
        .bind(id)
        .bind(&listing.category)
        .bind(listing.venue)
        .bind(&listing.title)
        .bind(&listing.line)
        .bind(&listing.summary)
        .bind(&listing.starts_at)
        .bind(listing.minutes)
        .execute(&mut *tx)
        .await?;
        let file = match poster {
            PosterChange::Keep => None,
            PosterChange::Replace(name) => Some(Some(name)),
            PosterChange::Remove => Some(None),
        };
        if let Some(file) = file {
            sqlx::query("UPDATE listings SET poster = ?2 WHERE event_id = ?1")
                .bind(id)
                .bind(file)
                .execute(&mut *tx)
                .await?;
        }
        write_tickets(&mut tx, id, &listing.tickets).await?;
        tx.commit().await
    }

    /// Takes an owner's event off the programme, and gives its title; `None` when it is somebody else's or gone.
    ///
    /// # Errors
    ///
    /// What the database reports.
    pub(crate) async fn unlist(&self, id: i64, owner: i64) -> Result<Option<String>> {
        self.set_removed(id, owner, Some(seconds_since_epoch())).await
    }

    /// Puts an owner's event back, and gives its title; `None` when it is somebody else's or was not taken off.
    ///
    /// # Errors
    ///
    /// What the database reports.
    pub(crate) async fn put_back(&self, id: i64, owner: i64) -> Result<Option<String>> {
        self.set_removed(id, owner, None).await
    }

    async fn set_removed(&self, id: i64, owner: i64, removed_at: Option<u64>) -> Result<Option<String>> {
        sqlx::query_scalar(
            "UPDATE listings SET removed_at = ?3
             WHERE event_id = ?1 AND owner_id = ?2 AND (removed_at IS NULL) = (?3 IS NOT NULL)
             RETURNING (SELECT title FROM events WHERE id = ?1)",
        )
        .bind(id)
        .bind(owner)
        .bind(removed_at.map(|at| i64::try_from(at).unwrap_or(i64::MAX)))
        .fetch_optional(&self.pool)
        .await
    }

    /// An owner's events, the next to start first, those that are taken off included.
    ///
    /// # Errors
    ///
    /// What the database reports.
    pub(crate) async fn own_events(self, owner: i64) -> Result<Vec<OwnEvent>> {
        sqlx::query_as(
            "SELECT e.id, e.title, c.slug AS category, e.starts_at, v.name AS venue, ci.name AS city, l.poster,
                    (SELECT COUNT(*) FROM likes WHERE event_id = e.id) AS likes, l.removed_at IS NOT NULL AS removed
             FROM listings l
             JOIN events e ON e.id = l.event_id
             JOIN categories c ON c.id = e.category_id
             JOIN venues v ON v.id = e.venue_id
             JOIN cities ci ON ci.id = v.city_id
             WHERE l.owner_id = ?1 ORDER BY e.starts_at, e.id",
        )
        .bind(owner)
        .fetch_all(&self.pool)
        .await
    }

    /// The kinds of tickets of an event, in its owner's order. The events of the seed have none of their own.
    ///
    /// # Errors
    ///
    /// What the database reports.
    pub(crate) async fn tickets(&self, id: i64) -> Result<Vec<Ticket>> {
        sqlx::query_as("SELECT name, price_cents, seats FROM tickets WHERE event_id = ?1 ORDER BY position")
            .bind(id)
            .fetch_all(&self.pool)
            .await
    }

    /// All venues, by city and name.
    ///
    /// # Errors
    ///
    /// What the database reports.
    pub(crate) async fn venue_choices(self) -> Result<Vec<VenueChoice>> {
        sqlx::query_as(
            "SELECT v.id, v.name, ci.name AS city
             FROM venues v JOIN cities ci ON ci.id = v.city_id ORDER BY ci.name, v.name",
        )
        .fetch_all(&self.pool)
        .await
    }

    /// Whether there are a venue with this number and a category with this slug.
    ///
    /// # Errors
    ///
    /// What the database reports.
    pub(crate) async fn has_venue_and_category(&self, venue: i64, category: &str) -> Result<(bool, bool)> {
        sqlx::query_as(
            "SELECT EXISTS (SELECT 1 FROM venues WHERE id = ?1), EXISTS (SELECT 1 FROM categories WHERE slug = ?2)",
        )
        .bind(venue)
        .bind(category)
        .fetch_one(&self.pool)
        .await
    }
}

/// Replaces an event's tickets; its price is the lowest of theirs, its capacity the sum of their seats.
async fn write_tickets(tx: &mut Transaction<'_, Sqlite>, id: i64, tickets: &[Ticket]) -> Result<()> {
    sqlx::query("DELETE FROM tickets WHERE event_id = ?1").bind(id).execute(&mut **tx).await?;
    for (position, ticket) in (1_i64..).zip(tickets) {
        sqlx::query(
            "INSERT INTO tickets (event_id, position, name, price_cents, seats) VALUES (?1, ?2, ?3, ?4, ?5)",
        )
        .bind(id)
        .bind(position)
        .bind(&ticket.name)
        .bind(ticket.price_cents)
        .bind(ticket.seats)
        .execute(&mut **tx)
        .await?;
    }
    sqlx::query("UPDATE events SET price_cents = ?2, capacity = ?3 WHERE id = ?1")
        .bind(id)
        .bind(tickets.iter().map(|ticket| ticket.price_cents).min().unwrap_or(0))
        .bind(tickets.iter().map(|ticket| ticket.seats).sum::<i64>())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::{Filters, in_memory};

    fn listing() -> Listing {
        Listing {
            title: "Cello in the Kitchen".into(),
            line: "Four strings, one stove".into(),
            summary: String::new(),
            category: "music".into(),
            venue: 7,
            starts_at: "2026-11-21T19:30".into(),
            minutes: 75,
            tickets: vec![
                Ticket { name: "Chair".into(), price_cents: 1_250, seats: 20 },
                Ticket { name: "Floor".into(), price_cents: 600, seats: 10 },
            ],
        }
    }

    async fn owner(db: &Db, email: &str) -> i64 {
        db.sign_up(email, "Ada", "hash").await.unwrap().unwrap().id
    }

    #[tokio::test]
    async fn a_form_that_is_sent_twice_makes_one_event() {
        let db = in_memory().await;
        let ada = owner(&db, "ada@example.com").await;
        let first = db.list(ada, "draft", &listing(), None).await.unwrap();
        let second = db.list(ada, "draft", &listing(), None).await.unwrap();
        assert_eq!((first.again, second), (false, Made { id: first.id, again: true }));
        assert_ne!(db.list(ada, "another", &listing(), None).await.unwrap().id, first.id);
        let eva = owner(&db, "eva@example.com").await;
        assert!(db.list(eva, "draft", &listing(), None).await.is_err());
    }

    #[tokio::test]
    async fn a_listing_reads_as_it_was_written() {
        let db = in_memory().await;
        let ada = owner(&db, "ada@example.com").await;
        let id = db.list(ada, "draft", &listing(), Some("a.png")).await.unwrap().id;
        let mut changed = listing();
        changed.tickets.truncate(1);
        changed.title = "Cello in the Cellar".into();
        db.relist(id, &changed, &PosterChange::Keep).await.unwrap();
        let listed = db.listed(id).await.unwrap().unwrap();
        assert_eq!((listed.owner_id, listed.poster.as_deref()), (ada, Some("a.png")));
        assert_eq!(listed.listing, changed);
        db.relist(id, &changed, &PosterChange::Replace("b.png".into())).await.unwrap();
        assert_eq!(db.listed(id).await.unwrap().unwrap().poster.as_deref(), Some("b.png"));
        db.relist(id, &changed, &PosterChange::Remove).await.unwrap();
        assert_eq!(db.listed(id).await.unwrap().unwrap().poster, None);
        let booking = db.booking(id).await.unwrap();
        assert_eq!((booking.capacity, booking.seats_left), (20, 20));
    }

    #[tokio::test]
    async fn what_is_taken_off_is_nowhere_until_its_owner_puts_it_back() {
        let db = in_memory().await;
        let ada = owner(&db, "ada@example.com").await;
        let eva = owner(&db, "eva@example.com").await;
        let id = db.list(ada, "draft", &listing(), None).await.unwrap().id;
        let found = || async {
            let filters = Filters { q: "cello in the kitchen".into(), ..Filters::default() };
            let listed = db.clone().search(filters.clone()).await.unwrap().len();
            let counted = db.clone().count(filters).await.unwrap();
            (listed, counted, db.clone().event(id).await.unwrap().is_some())
        };
        assert_eq!(found().await, (1, 1, true));
        assert_eq!(db.unlist(id, eva).await.unwrap(), None);
        assert_eq!(db.unlist(id, ada).await.unwrap().as_deref(), Some("Cello in the Kitchen"));
        assert_eq!(db.unlist(id, ada).await.unwrap(), None);
        assert_eq!(found().await, (0, 0, false));
        assert!(db.listed(id).await.unwrap().is_none());
        assert!(db.clone().own_events(ada).await.unwrap()[0].removed);
        assert_eq!(db.put_back(id, eva).await.unwrap(), None);
        assert!(db.put_back(id, ada).await.unwrap().is_some());
        assert_eq!(found().await, (1, 1, true));
    }

    #[tokio::test]
    async fn a_choice_that_the_form_does_not_offer_is_found_out() {
        let db = in_memory().await;
        assert_eq!(db.has_venue_and_category(7, "music").await.unwrap(), (true, true));
        assert_eq!(db.has_venue_and_category(301, "musik").await.unwrap(), (false, false));
        assert_eq!(db.venue_choices().await.unwrap().len(), 300);
    }
}
