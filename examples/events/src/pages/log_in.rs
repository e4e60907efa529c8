//! `/log-in`, and the way out again.

use std::sync::Arc;

use axum::extract::State;
use inertia::{ErrorBag, InertiaForm, Redirect, Valid};
use tower_cookies::Cookies;
use tower_sessions::Session;

use crate::db::Db;
use crate::error::AppError;
use crate::links::Links;
use crate::throttle::{ClientAddress, Throttle};
use crate::toast::Toast;
use crate::{password, visitor};

/// What somebody who logs in fills in.
#[derive(InertiaForm)]
pub(crate) struct LogInForm {
    email: String,
    password: String,
}

/// Logs a visitor in. What is wrong is not said: neither the answer nor the time it takes tells whether the address
/// has an account.
pub(crate) async fn log_in(
    State(db): State<Db>,
    State(links): State<Arc<Links>>,
    State(throttle): State<Arc<Throttle>>,
    client: ClientAddress,
    session: Session,
    cookies: Cookies,
    form: Valid<LogInForm>,
) -> Result<Redirect, AppError> {
    let LogInForm { email, password } = form.into_inner();
    if let Err(wait) = throttle.log_in(&email, client) {
        return Ok(Redirect::back_or(links.log_in.url(())).errors(ErrorBag::of("email", wait)));
    }
    let account = db.account_by_email(email.trim()).await?;
    let hash = account.as_ref().map(|account| account.password.clone());
    let right = password::verify(password, hash).await?;
    let Some(account) = account.filter(|_| right) else {
        let errors = ErrorBag::of("email", "No account has this pair.");
        return Ok(Redirect::back_or(links.log_in.url(())).errors(errors));
    };
    visitor::log_in(&session, &account).await?;
    let wanted = visitor::take_wanted(&cookies);
    let toast = Toast::new(format!("Good to see you, {}.", account.name));
    Ok(Redirect::to(wanted.unwrap_or_else(|| links.programme.url(()))).flash("toast", toast))
}

/// Logs a visitor out. What was private is made unreadable in the browser's history, too.
pub(crate) async fn log_out(State(links): State<Arc<Links>>, session: Session) -> Result<Redirect, AppError> {
    session.flush().await?;
    let toast = Toast::new("You are out. The door is closed behind you.");
    Ok(Redirect::to(links.programme.url(())).clear_history().flash("toast", toast))
}
