//! The two pages.

#![expect(clippy::option_option, reason = "a visitor is not asked for, unknown or known")]

use std::{
    collections::BTreeMap,
    future::Future,
    sync::{Arc, atomic::AtomicUsize},
};

use axum::{
    Extension,
    extract::{Path, Query, Request, State},
    http::{HeaderMap, StatusCode, Uri},
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use tower_sessions::Session;

use super::visit::{Once, Page, SHARED, Visit, answer, url};
use crate::{
    calendar,
    db::{
        Access, Account, Attendance, Booking, Category, City, Counts, Db, EventCard, EventDetail, Export,
        Filters, Likes, Nearby, PAGE_SIZE, Revenue, VenueSummary, Weather, weather,
    },
    settings::Settings,
    state::AppState,
};

/// What went wrong, as a status.
pub(crate) struct Failed(StatusCode);

impl<E: std::error::Error> From<E> for Failed {
    fn from(error: E) -> Self {
        tracing::error!("{error}");
        Self(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        self.0.into_response()
    }
}

/// What a session remembers of a log-in.
#[derive(Serialize, Deserialize)]
struct LogIn {
    account: i64,
    generation: i64,
}

#[derive(Serialize)]
struct About {
    name: &'static str,
    tagline: &'static str,
}

#[derive(Serialize)]
struct SignedIn {
    name: String,
}

#[derive(Serialize)]
struct NoErrors {}

/// What every page has.
struct Shared {
    about: Option<About>,
    visitor: Option<Option<SignedIn>>,
    counts: Option<Counts>,
    cities: Option<Vec<City>>,
    request_id: Option<String>,
}

/// Runs a query whose answer is sent.
async fn wanted<T, E>(wanted: bool, query: impl Future<Output = Result<T, E>>) -> Result<Option<T>, Failed>
where
    Failed: From<E>,
{
    if wanted { Ok(Some(query.await?)) } else { Ok(None) }
}

async fn account(session: &Session, db: &Db) -> Result<Option<Account>, Failed> {
    let Some(LogIn { account, generation }) = session.get("log-in").await? else { return Ok(None) };
    Ok(db.account(account, generation).await?)
}

/// The number of a request, for its page.
#[derive(Clone)]
pub(crate) struct RequestId(String);

/// Numbers the requests.
pub(crate) async fn number(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    request.extensions_mut().insert(RequestId(format!("no. {}", state.next_request())));
    next.run(request).await
}

async fn shared(
    visit: &Visit<'_>,
    db: &Db,
    session: &Session,
    RequestId(number): RequestId,
) -> Result<Shared, Failed> {
    let greeted = async {
        if !visit.wants("visitor") {
            return Ok(None);
        }
        let account = account(session, db).await?;
        Ok(Some(account.map(|account| SignedIn { name: account.name })))
    };
    let (visitor, counts, cities) = tokio::try_join!(
        greeted,
        wanted(visit.wants("counts"), db.clone().counts()),
        wanted(visit.wants_once("cities"), db.clone().cities()),
    )?;
    let about = About {
        name: "Doors",
        tagline: "Two thousand events, three hundred doors, twelve cities. All of them made up.",
    };
    Ok(Shared {
        about: visit.wants("app").then_some(about),
        visitor,
        counts,
        cities,
        request_id: visit.wants("requestId").then_some(number),
    })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Index {
    errors: NoErrors,
    #[serde(skip_serializing_if = "Option::is_none")]
    app: Option<About>,
    #[serde(skip_serializing_if = "Option::is_none")]
    visitor: Option<Option<SignedIn>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    counts: Option<Counts>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cities: Option<Vec<City>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    filters: Option<Filters>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ledger: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page_size: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    events: Option<Vec<EventCard>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    categories: Option<Vec<Category>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attendance: Option<Attendance>,
    #[serde(skip_serializing_if = "Option::is_none")]
    revenue: Option<Revenue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    export: Option<Export>,
}

/// `/events`
pub(crate) async fn index(
    State(db): State<Db>,
    State(settings): State<Arc<Settings>>,
    session: Session,
    Extension(number): Extension<RequestId>,
    Query(filters): Query<Filters>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Failed> {
    static SIZE: AtomicUsize = AtomicUsize::new(512);
    let version = settings.version.as_deref().unwrap_or_default();
    let visit = match Visit::read(&headers, "Event/Index", version) {
        Ok(visit) => visit,
        Err(response) => return Ok(response),
    };
    let (shared, total, events, categories, attendance, revenue, export) = tokio::try_join!(
        shared(&visit, &db, &session, number),
        wanted(visit.wants("total"), db.clone().count(filters.clone())),
        wanted(visit.wants("events"), db.clone().search(filters.clone())),
        wanted(visit.wants_once("categories"), db.clone().categories()),
        wanted(visit.names("attendance"), db.clone().attendance()),
        wanted(visit.names("revenue"), db.clone().revenue()),
        wanted(visit.names("export"), db.clone().export(filters.clone())),
    )?;
    let full = visit.is_full();
    let (mut deferred_props, mut once_props) = (BTreeMap::new(), BTreeMap::new());
    if full {
        deferred_props.insert("stats", &["attendance"][..]);
        deferred_props.insert("revenue", &["revenue"][..]);
        once_props.insert("cities", Once::an_hour("cities"));
        once_props.insert("categories", Once::an_hour("categories"));
    }
    let merged = full || visit.names("events");
    let page = Page {
        component: "Event/Index",
        props: Index {
            errors: NoErrors {},
            app: shared.about,
            visitor: shared.visitor,
            counts: shared.counts,
            cities: shared.cities,
            request_id: shared.request_id,
            filters: visit.wants("filters").then_some(filters),
            ledger: visit.wants("ledger").then_some("ok"),
            page_size: visit.wants("pageSize").then_some(PAGE_SIZE),
            total,
            events,
            categories,
            attendance,
            revenue,
            export,
        },
        url: url(&uri),
        version,
        shared_props: SHARED,
        deferred_props,
        merge_props: if merged { &["events"] } else { &[] },
        match_props_on: if merged { &["events.id"] } else { &[] },
        once_props,
        encrypt_history: true,
    };
    Ok(answer(&page, &SIZE))
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Show {
    errors: NoErrors,
    #[serde(skip_serializing_if = "Option::is_none")]
    app: Option<About>,
    #[serde(skip_serializing_if = "Option::is_none")]
    visitor: Option<Option<SignedIn>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    counts: Option<Counts>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cities: Option<Vec<City>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    event: Option<EventDetail>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mine: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    likes: Option<Likes>,
    #[serde(skip_serializing_if = "Option::is_none")]
    booking: Option<Booking>,
    #[serde(skip_serializing_if = "Option::is_none")]
    venue: Option<Venue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    related: Option<Vec<EventCard>>,
    server_time: String,
}

#[derive(Serialize)]
struct Venue {
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<VenueSummary>,
    #[serde(skip_serializing_if = "Option::is_none")]
    weather: Option<Weather>,
    #[serde(skip_serializing_if = "Option::is_none")]
    access: Option<Access>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nearby: Option<Vec<Nearby>>,
}

/// `/events/{id}`
pub(crate) async fn show(
    State(db): State<Db>,
    State(settings): State<Arc<Settings>>,
    session: Session,
    Extension(number): Extension<RequestId>,
    Path(id): Path<i64>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Failed> {
    static SIZE: AtomicUsize = AtomicUsize::new(512);
    let version = settings.version.as_deref().unwrap_or_default();
    let visit = match Visit::read(&headers, "Event/Show", version) {
        Ok(visit) => visit,
        Err(response) => return Ok(response),
    };
    let visitor = account(&session, &db).await?.map(|account| account.id);
    let event = db.clone().event(id).await?.ok_or(Failed(StatusCode::NOT_FOUND))?;
    let venue = event.venue_id;
    let (shared, likes, booking, summary, access, nearby, related) = tokio::try_join!(
        shared(&visit, &db, &session, number),
        wanted(visit.wants("likes"), db.clone().likes(id, visitor)),
        wanted(visit.wants("booking"), db.clone().booking(id)),
        wanted(visit.wants("venue.summary"), db.clone().venue(venue)),
        wanted(visit.names("venue.access"), db.clone().access(venue)),
        wanted(visit.names("venue.nearby"), db.clone().nearby(venue)),
        wanted(visit.names("related"), db.clone().related(id)),
    )?;
    let full = visit.is_full();
    let venue =
        Venue { summary, weather: visit.wants("venue.weather").then(|| weather(venue)), access, nearby };
    let any = full || venue.summary.is_some() || venue.weather.is_some() || venue.access.is_some();
    let (mut deferred_props, mut once_props) = (BTreeMap::new(), BTreeMap::new());
    if full {
        deferred_props.insert("venue", &["venue.nearby"][..]);
        once_props.insert("cities", Once::an_hour("cities"));
    }
    let page = Page {
        component: "Event/Show",
        props: Show {
            errors: NoErrors {},
            app: shared.about,
            visitor: shared.visitor,
            counts: shared.counts,
            cities: shared.cities,
            request_id: shared.request_id,
            mine: visit.wants("mine").then_some(visitor.is_some() && visitor == event.owner_id),
            event: visit.wants("event").then_some(event),
            likes,
            booking,
            venue: (any || venue.nearby.is_some()).then_some(venue),
            related,
            server_time: calendar::clock(),
        },
        url: url(&uri),
        version,
        shared_props: SHARED,
        deferred_props,
        merge_props: &[],
        match_props_on: &[],
        once_props,
        encrypt_history: true,
    };
    Ok(answer(&page, &SIZE))
}
