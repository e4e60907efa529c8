//! `#[inertia::precognition]` and its check.

use std::sync::{Arc, Mutex};

use axum::{
    Router,
    extract::{Path, State},
    routing::post,
};
use http::StatusCode;
use inertia::{ErrorBag, Inertia, InertiaForm, Redirect, Touched, Valid};
use serde_json::{Value, json};

use crate::harness::{Ask, live, live_all, script};

/// Remembers what was looked up and who signed up.
#[derive(Debug, Clone, Default)]
struct Db(Arc<Mutex<Vec<String>>>);

impl Db {
    fn note(&self, what: impl Into<String>) {
        self.0.lock().unwrap().push(what.into());
    }

    fn notes(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }

    async fn is_taken(&self, email: &str) -> Result<bool, StatusCode> {
        tokio::task::yield_now().await;
        self.note(format!("looked up {email}"));
        if email == "broken" { Err(StatusCode::SERVICE_UNAVAILABLE) } else { Ok(email == "taken") }
    }
}

#[derive(Debug, InertiaForm)]
struct Signup {
    email: String,
    age: u8,
    guests: Vec<Guest>,
}

#[derive(Debug, InertiaForm)]
struct Guest {
    email: String,
    age: u8,
}

async fn emails_are_free(form: &Signup, touched: &Touched, db: &Db) -> Result<ErrorBag, StatusCode> {
    let mut errors = ErrorBag::new();
    if form.age == 98 {
        // Whatever is wanted.
        return Err(StatusCode::SERVICE_UNAVAILABLE);
    }
    if touched.wants("email") && db.is_taken(&form.email).await? {
        errors.add("email", "is already taken");
    }
    for (index, guest) in form.guests.iter().enumerate() {
        let field = format!("guests.{index}.email");
        if touched.wants(&field) && db.is_taken(&guest.email).await? {
            errors.add(field, "is already taken");
        }
    }
    if form.age == 99 {
        // Without having asked whether anybody wants to know.
        errors.add("age", "is never right");
    }
    Ok(errors)
}

async fn is_grown_up(form: &Guest, touched: &Touched) -> Result<(), ErrorBag> {
    tokio::task::yield_now().await;
    if touched.wants("age") && form.age < 18 { Err(ErrorBag::of("age", "is too young")) } else { Ok(()) }
}

#[inertia::precognition(Signup, check = emails_are_free)]
async fn signup(State(db): State<Db>, form: Valid<Signup>) -> Redirect {
    db.note(format!("signed up {}", form.email));
    Redirect::to("/welcome")
}

#[inertia::precognition(Guest, check = is_grown_up())]
async fn guest(form: Valid<Guest>) -> String {
    form.email.clone()
}

#[inertia::precognition(Guest)]
async fn numbered(Path(number): Path<u8>, form: Valid<Guest>) -> String {
    format!("{number} {}", form.email)
}

fn site(db: &Db) -> Router {
    let inertia = Inertia::builder().build().expect("the settings are fine");
    Router::new()
        .route("/submit", post(signup))
        .route("/guest", post(guest))
        .route("/guests/{number}", post(numbered))
        .layer(inertia.layer())
        .with_state(db.clone())
}

/// The status, the errors if there are any, and what the database has seen.
async fn outcome(ask: Ask, form: Value) -> (u16, Value, Vec<String>) {
    let db = Db::default();
    let answer = ask.json(&form).send(&site(&db)).await;
    let errors = match answer.header("content-type").as_str() {
        "application/json" => answer.json()["errors"].take(),
        _ => Value::Null,
    };
    (answer.status.as_u16(), errors, db.notes())
}

#[tokio::test]
async fn a_form_that_is_sent_is_checked_whatever_it_says_of_live_validation() {
    let form = json!({ "email": "taken", "age": 20, "guests": [] });
    let ask = script().header("precognition-validate-only", "age");
    let taken = json!({ "email": ["is already taken"] });
    assert_eq!(outcome(ask, form).await, (422, taken, vec!["looked up taken".to_owned()]));
}

#[tokio::test]
async fn live_validation_that_names_no_field_has_nothing_checked() {
    let form = || json!({ "email": "free", "age": 98, "guests": [] });
    assert_eq!(outcome(live(""), form()).await, (204, Value::Null, vec![]));
    assert_eq!(outcome(live("age"), form()).await.0, 503);
}

#[tokio::test]
async fn a_form_is_checked_once_and_then_handled() {
    let form = json!({ "email": "new", "age": 20 });
    let (status, _, notes) = outcome(script(), form).await;
    assert_eq!((status, notes), (302, vec!["looked up new".to_owned(), "signed up new".to_owned()]));
}

#[tokio::test]
async fn what_the_check_finds_is_said_together_with_the_rest() {
    let form =
        json!({ "email": "taken", "age": "x", "guests": [{ "email": "taken", "age": 1 }, { "age": 2 }] });
    let errors = json!({
        "age": ["must be a number"],
        "email": ["is already taken"],
        "guests.0.email": ["is already taken"],
        "guests.1.email": ["is required"],
    });
    let (status, found, notes) = outcome(script(), form).await;
    assert_eq!((status, found), (422, errors));
    assert_eq!(notes, ["looked up taken", "looked up taken"]);
}

#[tokio::test]
async fn live_validation_looks_up_what_it_is_asked_for_and_handles_nothing() {
    let form = json!({ "email": "taken", "age": 99, "guests": [{ "email": "taken", "age": 1 }] });
    let cases: [(&str, Value, &[&str]); 5] = [
        ("email", json!({ "email": ["is already taken"] }), &["looked up taken"]),
        ("guests.*.email", json!({ "guests.0.email": ["is already taken"] }), &["looked up taken"]),
        ("age", json!({ "age": ["is never right"] }), &[]),
        ("guests.0.age", Value::Null, &[]),
        ("", Value::Null, &[]),
    ];
    for (fields, errors, notes) in cases {
        let status = if errors.is_null() { 204 } else { 422 };
        let notes = notes.iter().copied().map(str::to_owned).collect();
        assert_eq!(outcome(live(fields), form.clone()).await, (status, errors, notes), "{fields}");
    }
    let (status, _, notes) = outcome(live_all(), json!({ "email": "new", "age": 1 })).await;
    assert_eq!((status, notes), (204, vec!["looked up new".to_owned()]));
}

#[tokio::test]
async fn a_field_that_cannot_be_read_is_not_looked_up() {
    let (status, errors, notes) = outcome(live("email"), json!({ "email": ["taken"], "age": 99 })).await;
    assert_eq!((status, errors, notes), (422, json!({ "email": ["must be a text"] }), Vec::new()));
}

#[tokio::test]
async fn a_check_counts_elements_and_the_client_hears_of_its_own_indexes() {
    let guest = |email| json!({ "email": email, "age": 20 });
    let form = json!({ "email": "new", "age": 20, "guests": { "3": guest("new"), "7": guest("taken") } });
    let errors = json!({ "guests.7.email": ["is already taken"] });
    let (status, found, _) = outcome(script(), form.clone()).await;
    assert_eq!((status, found), (422, errors.clone()));
    let (status, found, notes) = outcome(live("guests.7.email"), form).await;
    assert_eq!((status, found, notes), (422, errors, vec!["looked up taken".to_owned()]));
}

#[tokio::test]
async fn a_check_may_need_nothing_but_the_form() {
    let form = json!({ "email": "a", "age": 17 });
    let errors = json!({ "age": ["is too young"] });
    assert_eq!(outcome(script().at("/guest"), form.clone()).await, (422, errors.clone(), Vec::new()));
    assert_eq!(outcome(live("age").at("/guest"), form.clone()).await, (422, errors, Vec::new()));
    assert_eq!(outcome(live("email").at("/guest"), form).await, (204, Value::Null, Vec::new()));
}

#[tokio::test]
async fn a_check_that_fails_answers_the_request() {
    let form = json!({ "email": "broken", "age": 20 });
    for ask in [script(), live("email")] {
        let (status, _, notes) = outcome(ask, form.clone()).await;
        assert_eq!((status, notes), (503, vec!["looked up broken".to_owned()]));
    }
    let answer = live("email").json(&form).send(&site(&Db::default())).await;
    assert_eq!(answer.header("precognition"), "true");
}

#[tokio::test]
async fn every_answer_of_the_route_depends_on_whether_it_is_live() {
    let site = site(&Db::default());
    let form = json!({ "email": "a", "age": 20 });
    for (ask, status) in [
        (script().at("/guest").json(&form), 200),
        (live_all().at("/guest").json(&form), 204),
        (script().at("/guests/7").json(&form), 200),
        (script().at("/guests/x").json(&form), 400),
        (live_all().at("/guests/x").json(&form), 400),
        (script().at("/guest").body("text/csv", "a"), 415),
    ] {
        let live = ask.clone().send(&site).await;
        assert_eq!(
            (live.status.as_u16(), live.header("vary")),
            (status, "X-Inertia, Accept, Precognition".to_owned())
        );
    }
    let answer = live_all().at("/guests/x").json(&form).send(&site).await;
    assert_eq!(answer.header("precognition"), "true");
}
