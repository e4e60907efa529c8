//! `/events/{id}`: one event, its box office and its venue.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use inertia::{InertiaProps, Lazy, Page, lazy};
use tokio::time::sleep;

use crate::calendar;
use crate::db::{Access, Booking, Db, EventCard, EventDetail, Likes, Nearby, VenueSummary, Weather, weather};
use crate::error::AppError;
use crate::settings::Settings;
use crate::visitor::Visitor;

/// The props of `Event/Show`.
#[derive(InertiaProps)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EventShow {
    event: EventDetail,
    mine: bool,
    likes: Lazy<Likes>,
    booking: Lazy<Booking>,
    #[nested]
    venue: Venue,
    #[optional]
    related: Lazy<Vec<EventCard>>,
    #[always]
    server_time: String,
}

/// Where it takes place: each member has a delivery of its own, at `venue.…`.
#[derive(InertiaProps)]
pub(crate) struct Venue {
    summary: Lazy<VenueSummary>,
    weather: Lazy<Weather>,
    #[optional]
    access: Lazy<Access>,
    #[defer(group = "venue")]
    nearby: Lazy<Vec<Nearby>>,
}

/// Shows one event.
#[inertia::page("Event/Show")]
pub(crate) async fn event_show(
    State(db): State<Db>,
    State(settings): State<Arc<Settings>>,
    Visitor(visitor): Visitor,
    id: Result<Path<i64>, PathRejection>,
) -> Result<Page<EventShow>, AppError> {
    // What is no number is no event either.
    let Ok(Path(id)) = id else { return Err(AppError::NotFound) };
    let event = db.clone().event(id).await?.ok_or(AppError::NotFound)?;
    let venue = event.venue_id;
    let description = [&event.title, ". ", &event.line].concat();
    let visitor = visitor.map(|account| account.id);
    let props = EventShow {
        mine: visitor.is_some() && visitor == event.owner_id,
        likes: lazy(db.clone().likes(id, visitor)),
        booking: lazy(db.clone().booking(id)),
        venue: Venue {
            summary: lazy(db.clone().venue(venue)),
            weather: lazy(async move { weather(venue) }),
            access: lazy(db.clone().access(venue)),
            nearby: lazy(nearby(db.clone(), venue, settings.pace)),
        },
        related: lazy(related(db, id, settings.pace)),
        server_time: calendar::clock(),
        event,
    };
    Ok(props.page().view_data("description", description))
}

async fn nearby(db: Db, venue: i64, pace: Duration) -> Result<Vec<Nearby>, sqlx::Error> {
    sleep(pace).await;
    db.nearby(venue).await
}

async fn related(db: Db, event: i64, pace: Duration) -> Result<Vec<EventCard>, sqlx::Error> {
    sleep(pace / 2).await;
    db.related(event).await
}
