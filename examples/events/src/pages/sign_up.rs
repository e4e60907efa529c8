//! `/sign-up`: a new account.

use std::sync::Arc;

use axum::extract::State;
use garde::Validate;
use inertia::{ErrorBag, InertiaForm, Redirect, Touched, Valid};
use tower_cookies::Cookies;
use tower_sessions::Session;

use crate::db::Db;
use crate::error::AppError;
use crate::links::Links;
use crate::rules::{address, characters};
use crate::throttle::{ClientAddress, Throttle};
use crate::toast::Toast;
use crate::{password, visitor};

const TAKEN: &str = "This address has an account already.";

/// What somebody who signs up fills in.
#[derive(InertiaForm, Validate)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SignUpForm {
    #[garde(custom(characters(1, 40)))]
    name: String,
    #[garde(custom(address()))]
    email: String,
    #[garde(custom(characters(10, 200)))]
    password: String,
    #[garde(custom(|again: &String, &()| same(again, &self.password)))]
    password_again: String,
}

/// What only the database knows of the form. It is asked when the address is.
async fn email_is_free(form: &SignUpForm, touched: &Touched, db: &Db) -> Result<ErrorBag, AppError> {
    if touched.wants("email") && db.email_taken(&form.email).await? {
        return Ok(ErrorBag::of("email", TAKEN));
    }
    Ok(ErrorBag::new())
}

/// Makes the account and logs its owner in.
#[inertia::precognition(SignUpForm, check = email_is_free(db))]
pub(crate) async fn sign_up(
    State(db): State<Db>,
    State(links): State<Arc<Links>>,
    State(throttle): State<Arc<Throttle>>,
    client: ClientAddress,
    session: Session,
    cookies: Cookies,
    form: Valid<SignUpForm>,
) -> Result<Redirect, AppError> {
    let form = form.into_inner();
    if let Err(wait) = throttle.sign_up(client) {
        return Ok(Redirect::back_or(links.sign_up.url(())).errors(ErrorBag::of("email", wait)));
    }
    let password = password::hash(form.password).await?;
    let Some(account) = db.sign_up(&form.email, form.name.trim(), &password).await? else {
        // Somebody was quicker, between the check and now.
        return Ok(Redirect::back_or(links.sign_up.url(())).errors(ErrorBag::of("email", TAKEN)));
    };
    visitor::log_in(&session, &account).await?;
    let wanted = visitor::take_wanted(&cookies);
    let toast = Toast::new(format!("Welcome, {}. The key is yours.", account.name));
    Ok(Redirect::to(wanted.unwrap_or_else(|| links.programme.url(()))).flash("toast", toast))
}

/// Whether a password was typed the same way twice.
pub(crate) fn same(again: &str, password: &str) -> garde::Result {
    if again == password { Ok(()) } else { Err(garde::Error::new("The two are not the same.")) }
}
