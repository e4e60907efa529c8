//! `/account`: one page with two forms, each with an error bag of its own.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header;
use garde::Validate;
use inertia::{ErrorBag, InertiaForm, InertiaProps, Page, Redirect, Valid};
use serde::Serialize;
use tower_sessions::Session;
use ts_rs::TS;

use crate::db::Db;
use crate::error::AppError;
use crate::links::Links;
use crate::pages::sign_up::same;
use crate::rules::characters;
use crate::throttle::{ClientAddress, Throttle};
use crate::toast::Toast;
use crate::visitor::SignedIn;
use crate::{password, visitor};

/// The props of `Account/Show`.
#[derive(InertiaProps)]
pub(crate) struct AccountShow {
    account: Profile,
}

/// What an account's owner sees of it.
#[derive(Serialize, TS)]
struct Profile {
    name: String,
    email: String,
}

/// Another name.
#[derive(InertiaForm, Validate)]
pub(crate) struct NameForm {
    #[garde(custom(characters(1, 40)))]
    name: String,
}

/// Another password.
#[derive(InertiaForm, Validate)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PasswordForm {
    #[garde(skip)]
    current: String,
    #[garde(custom(characters(10, 200)))]
    password: String,
    #[garde(custom(|again: &String, &()| same(again, &self.password)))]
    password_again: String,
}

/// Shows a visitor's own account.
#[inertia::page("Account/Show")]
pub(crate) async fn account(SignedIn(account): SignedIn) -> Page<AccountShow> {
    let props = AccountShow { account: Profile { name: account.name, email: account.email } };
    props.page().header(header::CACHE_CONTROL, "no-store")
}

/// Changes the name.
pub(crate) async fn rename(
    SignedIn(account): SignedIn,
    State(db): State<Db>,
    State(links): State<Arc<Links>>,
    form: Valid<NameForm>,
) -> Result<Redirect, AppError> {
    let name = form.name.trim();
    db.rename(account.id, name).await?;
    Ok(Redirect::back_or(links.account.url(())).flash("toast", Toast::new(format!("You are {name} now."))))
}

/// Changes the password. Whoever is logged in elsewhere, with the old one, is logged out there.
pub(crate) async fn change_password(
    SignedIn(account): SignedIn,
    State(db): State<Db>,
    State(links): State<Arc<Links>>,
    State(throttle): State<Arc<Throttle>>,
    client: ClientAddress,
    session: Session,
    form: Valid<PasswordForm>,
) -> Result<Redirect, AppError> {
    let form = form.into_inner();
    if let Err(wait) = throttle.log_in(&account.email, client) {
        return Ok(Redirect::back_or(links.account.url(())).errors(ErrorBag::of("current", wait)));
    }
    if !password::verify(form.current, Some(account.password)).await? {
        let errors = ErrorBag::of("current", "This is not your password.");
        return Ok(Redirect::back_or(links.account.url(())).errors(errors));
    }
    let hash = password::hash(form.password).await?;
    let account = db.set_password(account.id, &hash).await?;
    visitor::log_in(&session, &account).await?;
    Ok(Redirect::back_or(links.account.url(())).flash("toast", Toast::new("The lock has a new password.")))
}
