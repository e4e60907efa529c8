//! A check is an async function that takes the form, and the state, another parameter, or neither.
#![deny(warnings)]

use std::sync::Arc;

use axum::{
    Extension, Router,
    extract::{FromRef, State},
    http::{StatusCode, Uri},
    routing::post,
};
use inertia::{ErrorBag, InertiaForm, Redirect, Touched, Valid};

#[derive(InertiaForm)]
struct Signup {
    email: String,
}

#[derive(Clone)]
struct Db;

impl Db {
    async fn has(&self, email: &str) -> Result<bool, StatusCode> {
        Ok(email.is_empty())
    }

    async fn check(form: &Signup, touched: &Touched, db: &Self) -> Result<ErrorBag, StatusCode> {
        let mut errors = ErrorBag::new();
        if touched.wants("email") && db.has(&form.email).await? {
            errors.add("email", "is taken");
        }
        Ok(errors)
    }
}

#[derive(Clone)]
struct App {
    db: Db,
    mail: Arc<str>,
}

impl FromRef<App> for Db {
    fn from_ref(app: &App) -> Self {
        app.db.clone()
    }
}

impl FromRef<App> for Arc<str> {
    fn from_ref(app: &App) -> Self {
        app.mail.clone()
    }
}

mod checks {
    use super::{Db, ErrorBag, Signup, Touched};

    pub async fn email_is_free(form: &Signup, touched: &Touched, db: &Db) -> Result<(), ErrorBag> {
        if touched.wants("email") && db.has(&form.email).await.is_ok() {
            return Err(ErrorBag::of("email", "is taken"));
        }
        Ok(())
    }

    pub async fn alone(form: &Signup, _: &Touched) -> Result<(), ErrorBag> {
        if form.email.is_empty() { Err(ErrorBag::of("email", "is empty")) } else { Ok(()) }
    }

    pub async fn of_any<T: ToString + Sync>(_: &Signup, _: &Touched, any: &T) -> Result<(), ErrorBag> {
        Err(ErrorBag::of("email", any.to_string()))
    }

    /// Not an `async fn`, but it returns a future.
    pub fn boxed<'a>(
        form: &'a Signup,
        _: &'a Touched,
        app: &'a super::App,
    ) -> std::pin::Pin<Box<dyn Future<Output = Result<(), ErrorBag>> + Send + 'a>> {
        Box::pin(async move { Err(ErrorBag::of("email", format!("{}{}", form.email, app.mail))) })
    }
}

#[inertia::precognition(Signup, check = checks::email_is_free)]
async fn the_state(State(db): State<Db>, form: Valid<Signup>) -> Redirect {
    let Db = db;
    Redirect::to(form.into_inner().email)
}

#[inertia::precognition(Signup, check = Db::check)]
async fn an_unused_state(State(_): State<Db>, _: Valid<Signup>) -> Redirect {
    Redirect::back()
}

#[inertia::precognition(Signup, check = checks::email_is_free(db))]
async fn one_of_two_states(
    State(mail): State<Arc<str>>,
    State(mut db): State<Db>,
    form: Valid<Signup>,
) -> Redirect {
    db = db.clone();
    let Db = db;
    Redirect::to(format!("/{mail}{}", form.email))
}

#[inertia::precognition(Signup, check = checks::of_any::<Uri>(uri))]
async fn another_extractor(uri: Uri, form: Valid<Signup>) -> Redirect {
    Redirect::to(format!("/{uri}{}", form.email))
}

#[inertia::precognition(Signup, check = checks::email_is_free(r#extension))]
async fn an_extension(Extension(r#extension): Extension<Db>, form: Valid<Signup>) -> Redirect {
    let Db = r#extension;
    Redirect::to(form.into_inner().email)
}

#[inertia::precognition(Signup, check = checks::boxed)]
async fn a_boxed_future(app: State<App>, form: Valid<Signup>) -> Redirect {
    Redirect::to(format!("/{}{}", app.mail, form.email))
}

#[inertia::precognition(Signup, check = checks::alone(),)]
async fn nothing_else(form: Valid<Signup>) -> Redirect {
    Redirect::to(form.into_inner().email)
}

fn main() {
    let _: Router = Router::new()
        .route("/1", post(the_state))
        .route("/2", post(an_unused_state))
        .route("/3", post(one_of_two_states))
        .route("/4", post(another_extractor))
        .route("/5", post(an_extension))
        .route("/6", post(a_boxed_future))
        .route("/7", post(nothing_else))
        .with_state(App { db: Db, mail: "m".into() });
}
