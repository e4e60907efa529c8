//! `/events/new` and `/events/{id}/edit`: one form for both.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header;
use garde::Validate;
use inertia::{
    ErrorBag, InertiaForm, InertiaProps, Lazy, Page, Redirect, Touched, UploadedFile, Valid, lazy,
};

use crate::db::{Category, Db, Listing, Made, PosterChange, Ticket, VenueChoice};
use crate::error::AppError;
use crate::links::Links;
use crate::posters::{Posters, is_picture, random_name};
use crate::rules::{Moment, Price, between, characters, entries};
use crate::toast::Toast;
use crate::visitor::{Own, SignedIn};

/// The props of `Event/Create`.
#[derive(InertiaProps)]
pub(crate) struct EventCreate {
    draft: String,
    #[nested]
    #[serde(flatten)]
    choices: Choices,
}

/// The props of `Event/Edit`.
#[derive(InertiaProps)]
pub(crate) struct EventEdit {
    id: i64,
    listing: Listing,
    poster: Option<String>,
    #[nested]
    #[serde(flatten)]
    choices: Choices,
}

/// What the form offers. Three hundred venues travel once.
#[derive(InertiaProps)]
struct Choices {
    #[once(expires_in = "1h", key = "categories")]
    categories: Lazy<Vec<Category>>,
    #[once(expires_in = "1h", key = "venues")]
    venues: Lazy<Vec<VenueChoice>>,
}

/// An event, as its owner fills it in.
#[derive(InertiaForm, Validate)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EventForm {
    /// Which page the form was on; see [`Db::list`].
    #[serde(default)]
    #[garde(skip)]
    draft: String,
    #[garde(custom(characters(3, 80)))]
    title: String,
    #[garde(custom(characters(3, 120)))]
    line: String,
    #[garde(custom(characters(0, 1000)))]
    summary: String,
    #[garde(skip)]
    category: String,
    #[garde(skip)]
    venue: i64,
    #[garde(skip)]
    starts_at: Moment,
    #[garde(custom(between(15, 1440)))]
    minutes: i64,
    #[garde(custom(entries(1, 6)), dive)]
    tickets: Vec<TicketForm>,
    #[garde(skip)]
    poster: Option<UploadedFile>,
    #[garde(skip)]
    remove_poster: bool,
}

/// A row of the form: a kind of ticket.
#[derive(InertiaForm, Validate)]
pub(crate) struct TicketForm {
    #[garde(custom(characters(1, 40)))]
    name: String,
    #[garde(skip)]
    price: Price,
    #[garde(custom(between(1, 5000)))]
    seats: i64,
}

/// What only the database and the file itself know of the form.
async fn known(form: &EventForm, touched: &Touched, db: &Db) -> Result<ErrorBag, AppError> {
    let mut errors = ErrorBag::new();
    if touched.wants("venue") || touched.wants("category") {
        let (venue, category) = db.has_venue_and_category(form.venue, &form.category).await?;
        if !venue {
            errors.add("venue", "Choose one of the venues.");
        }
        if !category {
            errors.add("category", "Choose one of the categories.");
        }
    }
    if touched.wants("startsAt") && form.starts_at.0 < db.today().to_string() {
        errors.add("startsAt", "This day is over.");
    }
    if let Some(poster) = form.poster.as_ref().filter(|_| touched.wants("poster"))
        && !is_picture(poster).await?
    {
        errors.add("poster", "This file is no PNG, JPEG or WebP picture.");
    }
    Ok(errors)
}

/// Shows an empty form.
#[inertia::page("Event/Create")]
pub(crate) async fn new_event(_: SignedIn, State(db): State<Db>) -> Result<Page<EventCreate>, AppError> {
    let props = EventCreate { draft: random_name()?, choices: choices(db) };
    Ok(props.page().header(header::CACHE_CONTROL, "no-store"))
}

/// Puts an event into the programme.
#[inertia::precognition(EventForm, check = known(db))]
pub(crate) async fn create(
    SignedIn(account): SignedIn,
    State(db): State<Db>,
    State(posters): State<Posters>,
    State(links): State<Arc<Links>>,
    form: Valid<EventForm>,
) -> Result<Redirect, AppError> {
    let (listing, upload, draft) = form.into_inner().parts();
    let poster = match upload.file {
        Some(file) => Some(posters.keep(file).await?),
        None => None,
    };
    let draft = if draft.is_empty() { random_name()? } else { draft };
    let Made { id, again } = db.list(account.id, &draft, &listing, poster.as_deref()).await?;
    if let Some(unused) = poster.filter(|_| again) {
        posters.discard(&unused).await;
    }
    let toast = Toast::new(format!("“{}” is in the programme.", listing.title));
    Ok(Redirect::to(links.event.url(id)).flash("toast", toast))
}

/// Shows the form of an event that is in the programme.
#[inertia::page("Event/Edit")]
pub(crate) async fn edit_event(own: Own, State(db): State<Db>) -> Page<EventEdit> {
    let props = EventEdit {
        id: own.id,
        listing: own.listed.listing,
        poster: own.listed.poster,
        choices: choices(db),
    };
    props.page().header(header::CACHE_CONTROL, "no-store")
}

/// Changes an event.
#[inertia::precognition(EventForm, check = known(db))]
pub(crate) async fn update(
    own: Own,
    State(db): State<Db>,
    State(posters): State<Posters>,
    State(links): State<Arc<Links>>,
    form: Valid<EventForm>,
) -> Result<Redirect, AppError> {
    let (listing, upload, _) = form.into_inner().parts();
    let change = match upload {
        Upload { file: Some(file), .. } => PosterChange::Replace(posters.keep(file).await?),
        Upload { remove: true, .. } => PosterChange::Remove,
        Upload { .. } => PosterChange::Keep,
    };
    db.relist(own.id, &listing, &change).await?;
    if let Some(old) = own.listed.poster.filter(|_| change != PosterChange::Keep) {
        posters.discard(&old).await;
    }
    Ok(Redirect::to(links.event.url(own.id)).flash("toast", Toast::new("Changed, and open for all to see.")))
}

fn choices(db: Db) -> Choices {
    Choices { categories: lazy(db.clone().categories()), venues: lazy(db.venue_choices()) }
}

/// What the form says about the poster.
struct Upload {
    file: Option<UploadedFile>,
    remove: bool,
}

impl EventForm {
    /// What goes into the database, what into a file, and the draft.
    fn parts(self) -> (Listing, Upload, String) {
        let tickets = self.tickets.into_iter().map(|ticket| Ticket {
            name: ticket.name.trim().to_owned(),
            price_cents: ticket.price.0,
            seats: ticket.seats,
        });
        let listing = Listing {
            title: self.title.trim().to_owned(),
            line: self.line.trim().to_owned(),
            summary: self.summary.trim().to_owned(),
            category: self.category,
            venue: self.venue,
            starts_at: self.starts_at.0,
            minutes: self.minutes,
            tickets: tickets.collect(),
        };
        (listing, Upload { file: self.poster, remove: self.remove_poster }, self.draft)
    }
}
