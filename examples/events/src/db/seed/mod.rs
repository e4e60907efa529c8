//! Fills an empty database with a programme: the same one for the same day, on every machine.

mod random;
mod words;

use random::Random;
use sqlx::{Sqlite, Transaction};
use words::{CITIES, GENRES, Genre, PEOPLE, QUARTERS, STREETS, SUMMARIES, VENUE_HEADS, VENUE_TAILS};

use crate::calendar::Day;

/// How many events the programme has.
pub(crate) const EVENTS: i64 = 2_000;
/// How many venues they take place in.
pub(crate) const VENUES: i64 = 300;
/// How many entries the activity feed has.
pub(crate) const ACTIVITIES: i64 = 600;
/// How many days the programme covers.
const DAYS: i64 = 730;
/// How many months of it lie before the day of seeding.
const MONTHS_BACK: i64 = 4;

/// Writes everything in the caller's transaction: one commit, one write to the disk.
///
/// # Errors
///
/// What the database reports.
pub(crate) async fn fill(tx: &mut Transaction<'_, Sqlite>, today: Day) -> Result<(), sqlx::Error> {
    let mut random = Random::new(0x0d00_2500);
    for (id, genre) in (1_i64..).zip(&GENRES) {
        sqlx::query("INSERT INTO categories (id, slug, name) VALUES (?1, ?2, ?3)")
            .bind(id)
            .bind(genre.slug)
            .bind(genre.name)
            .execute(&mut **tx)
            .await?;
    }
    for (id, (slug, name, country)) in (1_i64..).zip(CITIES) {
        sqlx::query("INSERT INTO cities (id, slug, name, country) VALUES (?1, ?2, ?3, ?4)")
            .bind(id)
            .bind(slug)
            .bind(name)
            .bind(country)
            .execute(&mut **tx)
            .await?;
    }
    let capacities = venues(tx, &mut random).await?;
    events(tx, &mut random, today, &capacities).await?;
    activity(tx, &mut random).await
}

/// Writes the venues and gives their capacities, the first venue's first.
async fn venues(tx: &mut Transaction<'_, Sqlite>, random: &mut Random) -> Result<Vec<i64>, sqlx::Error> {
    let mut names: Vec<String> = VENUE_HEADS
        .iter()
        .flat_map(|head| VENUE_TAILS.iter().map(move |tail| format!("{head} {tail}")))
        .collect();
    random.shuffle(&mut names);
    let mut capacities = Vec::new();
    for (id, name) in (1..=VENUES).zip(names) {
        let capacity = *random.pick(&[60, 90, 120, 180, 240, 320, 450, 800]);
        capacities.push(capacity);
        sqlx::query(
            "INSERT INTO venues (id, city_id, name, street, quarter, founded, capacity, step_free, tram, x, y)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )
        .bind(id)
        .bind(1 + id % city_count())
        .bind(name)
        .bind(format!("{} {}", random.pick(&STREETS), random.between(1, 96)))
        .bind(*random.pick(&QUARTERS))
        .bind(random.between(1790, 2019))
        .bind(capacity)
        .bind(i64::from(random.chance(70)))
        .bind(format!("Tram {}, {}", random.between(1, 14), random.pick(&STREETS)))
        .bind(random.between(-2800, 2800))
        .bind(random.between(-2800, 2800))
        .execute(&mut **tx)
        .await?;
    }
    Ok(capacities)
}

/// Writes the events in the order in which they start.
async fn events(
    tx: &mut Transaction<'_, Sqlite>,
    random: &mut Random,
    today: Day,
    capacities: &[i64],
) -> Result<(), sqlx::Error> {
    let first = today.first_of_month_before(MONTHS_BACK);
    for id in 1..=EVENTS {
        let day = weekend_first(random, first.plus((id - 1) * DAYS / EVENTS));
        let category = random.between(1, category_count());
        let genre = genre(category);
        let (hour, minute) = *random.pick(&genre.hours);
        let venue = random.between(1, VENUES);
        let capacity =
            usize::try_from(venue - 1).ok().and_then(|at| capacities.get(at)).copied().unwrap_or(100);
        let first_sentence = random.below(SUMMARIES.len());
        let second_sentence = (first_sentence + 1 + random.below(SUMMARIES.len() - 1)) % SUMMARIES.len();
        sqlx::query(
            "INSERT INTO events
               (id, category_id, venue_id, title, line, summary, starts_at, minutes, price_cents, capacity, sold)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )
        .bind(id)
        .bind(category)
        .bind(venue)
        .bind(format!("{} {}", random.pick(&genre.heads), random.pick(&genre.tails)))
        .bind(*random.pick(&genre.lines))
        .bind(format!("{} {}", SUMMARIES[first_sentence], SUMMARIES[second_sentence]))
        .bind(format!("{day}T{hour:02}:{minute:02}"))
        .bind(*random.pick(&genre.minutes))
        .bind(*random.pick(&genre.prices))
        .bind(capacity)
        .bind(sold(random, today, day, capacity))
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

/// Writes the activity feed; the newest entry has the highest id.
async fn activity(tx: &mut Transaction<'_, Sqlite>, random: &mut Random) -> Result<(), sqlx::Error> {
    let mut minutes_ago = 0;
    for id in (1..=ACTIVITIES).rev() {
        minutes_ago += random.between(1, 14);
        sqlx::query(
            "INSERT INTO activity (id, event_id, kind, actor, amount, minutes_ago) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )
        .bind(id)
        .bind(random.between(300, EVENTS / 2))
        .bind(*random.pick(&["booked", "booked", "booked", "saved", "saved", "returned", "released"]))
        .bind(*random.pick(&PEOPLE))
        .bind(random.between(1, 6))
        .bind(minutes_ago)
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

/// Moves most of the early week to Thursday, Friday and Saturday, where a programme is dense.
fn weekend_first(random: &mut Random, day: Day) -> Day {
    if day.weekday() < 3 && random.chance(55) { day.plus(3) } else { day }
}

/// How many seats are gone: most for what is over, fewer the further away the day is.
fn sold(random: &mut Random, today: Day, day: Day, capacity: i64) -> i64 {
    let percent = if day < today {
        random.between(58, 100)
    } else if day < today.plus(14) {
        *random.pick(&[100, 97, 92, 84, 71, 63, 48])
    } else if day < today.plus(90) {
        random.between(20, 86)
    } else {
        random.between(0, 38)
    };
    capacity * percent / 100
}

fn category_count() -> i64 {
    i64::try_from(GENRES.len()).unwrap_or(1)
}

fn city_count() -> i64 {
    i64::try_from(CITIES.len()).unwrap_or(1)
}

/// The vocabulary of a category's id, which counts from 1.
fn genre(category: i64) -> &'static Genre {
    usize::try_from(category - 1).ok().and_then(|at| GENRES.get(at)).unwrap_or(&GENRES[0])
}
