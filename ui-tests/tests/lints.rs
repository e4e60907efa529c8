//! Uses of the macros under the strictest lints: generated code causes no warnings. `cargo clippy` checks this file.

#![deny(warnings, clippy::all, clippy::pedantic, clippy::nursery, missing_docs, unused, unreachable_pub)]
#![forbid(unsafe_code)]

use axum::{
    Router,
    extract::{Query, State},
    http::{Method, StatusCode},
    routing::{get, post},
};
use inertia::{
    ErrorBag, InertiaForm, InertiaProps, Lazy, Page, Redirect, Scroll, Touched, UploadedFile, Valid, lazy,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A row of a list.
#[derive(Serialize)]
pub struct Row {
    id: u64,
}

/// The search parameters.
#[derive(Clone, Serialize, Deserialize)]
pub struct Filters {
    text: String,
}

/// A visitor.
#[derive(InertiaProps)]
pub struct Auth {
    /// The name.
    #[always]
    pub user: Option<String>,
    #[optional(rescue, timeout = "2s")]
    roles: Lazy<Vec<String>>,
}

/// Every kind of prop.
#[derive(InertiaProps)]
#[serde(rename_all = "camelCase")]
pub struct EventIndex {
    /// Documented.
    pub filters: Filters,
    total: Lazy<u64>,
    #[merge(match_on = "id")]
    rows: Lazy<Vec<Row>>,
    #[defer(group = "stats", rescue, timeout = "2s")]
    attendance: Lazy<u64>,
    #[once(expires_in = "1h", key = "plans-v2")]
    plans: Lazy<Vec<String>>,
    #[scroll(match_on = "id")]
    feed: Lazy<Scroll<Row>>,
    #[nested]
    #[serde(skip_serializing_if = "Option::is_none")]
    auth: Option<Auth>,
    #[serde(serialize_with = "write_color", skip_serializing_if = "is_black")]
    color: Color,
    #[serde(skip)]
    _cache: Vec<u8>,
}

/// Any value.
#[derive(InertiaProps)]
pub struct Generic<T> {
    /// Documented.
    pub value: T,
}

/// A page without props.
#[derive(InertiaProps)]
pub struct Home;

struct Color([u8; 12]);

fn write_color<S: Serializer>(color: &Color, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(color.0)
}

fn is_black(color: &Color) -> bool {
    color.0 == [0; 12]
}

/// What kind of event.
#[derive(InertiaForm, Clone, Copy)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Somebody talks.
    Talk,
    /// All work.
    #[serde(alias = "lab")]
    Workshop,
    /// Anything.
    #[serde(other)]
    Else,
}

/// An address.
#[derive(InertiaForm, garde::Validate)]
#[garde(transparent)]
pub struct Email(#[garde(email)] String);

/// A part of a form.
#[derive(InertiaForm, garde::Validate)]
pub struct Guest {
    #[garde(length(min = 1))]
    name: String,
}

/// Every kind of field.
#[derive(InertiaForm, garde::Validate)]
#[serde(rename_all = "camelCase")]
pub struct Signup {
    /// Documented.
    #[garde(length(min = 1, max = 40))]
    #[form(message = "is no name", required = "is needed")]
    pub first_name: String,
    #[garde(dive)]
    email: Email,
    #[garde(range(min = 18))]
    age: u8,
    #[garde(dive)]
    guests: Vec<Guest>,
    #[garde(skip)]
    kind: Option<Kind>,
    #[garde(skip)]
    #[serde(default = "first_page")]
    page: u64,
    #[garde(skip)]
    #[serde(deserialize_with = "read_color")]
    #[form(stand_in = Color([0; 12]))]
    color: Color,
    #[garde(skip)]
    avatar: Option<UploadedFile>,
    #[garde(skip)]
    #[serde(skip)]
    _cache: Vec<u8>,
}

/// Any value.
#[derive(InertiaForm, Default)]
#[serde(default)]
pub struct GenericForm<T: Default> {
    /// Documented.
    pub value: T,
}

const fn first_page() -> u64 {
    1
}

fn read_color<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Color, D::Error> {
    u8::deserialize(deserializer).map(|gray| Color([gray; 12]))
}

#[derive(Clone)]
struct Db;

async fn email_is_free(form: &Signup, touched: &Touched, db: &Db) -> Result<(), ErrorBag> {
    let Db = db;
    std::future::ready(()).await;
    if touched.wants("email") && form.email.0 == "jane@example.org" {
        return Err(ErrorBag::of("email", "is taken"));
    }
    Ok(())
}

/// Signs up.
#[inertia::precognition(Signup, check = email_is_free)]
async fn signup(State(db): State<Db>, form: Valid<Signup>) -> Result<Redirect, StatusCode> {
    let Db = db;
    let Signup { first_name, email, age, guests, kind, page, color, avatar, _cache } = form.into_inner();
    let guests = guests.len() + guests.iter().map(|guest| guest.name.len()).sum::<usize>();
    if kind.is_none() && avatar.is_none() && is_black(&color) {
        return Err(StatusCode::CONFLICT);
    }
    Ok(Redirect::to(format!("/{first_name}/{}/{age}/{guests}/{page}", email.0)))
}

/// Needs no check, and does nothing.
#[inertia::precognition(GenericForm<Vec<String>>)]
async fn generic_form(_: Valid<GenericForm<Vec<String>>>) {}

/// All events.
#[inertia::page("Event/Index")]
async fn index(State(db): State<Db>, Query(filters): Query<Filters>) -> Result<EventIndex, StatusCode> {
    let Db = db;
    Ok(EventIndex {
        filters,
        total: lazy(async { 1 }),
        rows: lazy(async { vec![Row { id: 1 }] }),
        attendance: lazy(async { 1 }),
        plans: lazy(async { vec![] }),
        feed: lazy(async { Scroll::page(vec![], 1, false) }),
        auth: Some(Auth { user: None, roles: lazy(async { vec![] }) }),
        color: Color([0; 12]),
        _cache: vec![],
    })
}

/// The start.
#[inertia::page("Home", encrypt_history)]
async fn home() -> Page<Home> {
    Home.page()
}

/// clippy allows seven arguments, and the generated function has one more.
#[inertia::page("Many")]
async fn many(
    first: Method,
    second: Method,
    third: Method,
    fourth: Method,
    fifth: Method,
    sixth: Method,
    seventh: Method,
) -> Generic<Vec<String>> {
    let methods = [first, second, third, fourth, fifth, sixth, seventh];
    Generic { value: methods.map(|method| method.to_string()).to_vec() }
}

#[test]
fn strictly_linted_handlers_are_handlers() {
    let _: Router = Router::new()
        .route("/", get(home))
        .route("/events", get(index))
        .route("/many", get(many))
        .route("/signup", post(signup))
        .route("/generic", post(generic_form))
        .with_state(Db);
}
