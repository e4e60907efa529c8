//! Who is asking: the log-in that the session remembers.

use std::sync::Arc;

use axum::extract::{FromRef, FromRequestParts, OriginalUri, Path};
use axum::http::Method;
use axum::http::request::Parts;
use serde::{Deserialize, Serialize};
use tower_cookies::{Cookie, Cookies};
use tower_sessions::Session;
use tower_sessions::cookie::SameSite;
use tower_sessions::cookie::time::Duration;

use crate::db::{Account, Db, Listed};
use crate::error::AppError;
use crate::settings::Settings;

/// Where the session keeps the log-in.
const LOG_IN: &str = "log-in";
/// The cookie with the page that a visitor wanted to see before logging in. It is not in the session: visitors who never log
/// in, programs among them, would leave a row in the store with every request.
const WANTED: &str = "doors-wanted";
/// How long the page is remembered.
const WANTED_MINUTES: i64 = 30;
/// How long the path of such a page may be.
const MAX_WANTED_BYTES: usize = 200;

/// What a session remembers of a log-in: the account, and which of its passwords was used.
#[derive(Serialize, Deserialize)]
struct LogIn {
    account: i64,
    generation: i64,
}

/// The account of a visitor who has logged in, or `None`. As an argument of a handler it never refuses anybody.
pub(crate) struct Visitor(pub(crate) Option<Account>);

/// The account of a visitor who has logged in. Everybody else is sent to the log-in page.
pub(crate) struct SignedIn(pub(crate) Account);

/// The event at this address, if it is the visitor's own. Taken as an argument it lets nobody else through, whatever
/// the handler goes on to do with it.
pub(crate) struct Own {
    /// The event's number.
    pub(crate) id: i64,
    /// The event.
    pub(crate) listed: Listed,
    /// Whose it is.
    pub(crate) account: Account,
}

/// The account that a session belongs to.
///
/// # Errors
///
/// What the session's store and the database report.
pub(crate) async fn account(session: &Session, db: &Db) -> Result<Option<Account>, inertia::Error> {
    let Some(LogIn { account, generation }) = session.get(LOG_IN).await? else { return Ok(None) };
    Ok(db.account(account, generation).await?)
}

/// Logs an account in. The session gets another id, so that nobody can have known it before.
///
/// # Errors
///
/// What the session's store reports.
pub(crate) async fn log_in(session: &Session, account: &Account) -> Result<(), inertia::Error> {
    session.cycle_id().await?;
    session.insert(LOG_IN, LogIn { account: account.id, generation: account.generation }).await?;
    Ok(())
}

/// The page that a visitor wanted to see before logging in, which is forgotten with this.
pub(crate) fn take_wanted(cookies: &Cookies) -> Option<String> {
    let wanted = cookies.get(WANTED)?.value().to_owned();
    cookies.remove(Cookie::build(WANTED).path("/").build());
    is_plain_path(&wanted).then_some(wanted)
}

fn want(cookies: &Cookies, path: &str, settings: &Settings) {
    if !is_plain_path(path) {
        return;
    }
    let cookie = Cookie::build((WANTED, path.to_owned()))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(settings.https)
        .max_age(Duration::minutes(WANTED_MINUTES));
    cookies.add(cookie.build());
}

/// Whether it is the path of a page: nothing that a cookie would have to encode, and no other site.
fn is_plain_path(path: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.".contains(&byte);
    path.starts_with('/')
        && !path.starts_with("//")
        && path.len() <= MAX_WANTED_BYTES
        && path.bytes().all(plain)
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor
where
    Db: FromRef<S>,
{
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, AppError> {
        let session = session(parts, state).await?;
        Ok(Self(account(&session, &Db::from_ref(state)).await?))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for SignedIn
where
    Db: FromRef<S>,
    Arc<Settings>: FromRef<S>,
{
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, AppError> {
        let session = session(parts, state).await?;
        if let Some(account) = account(&session, &Db::from_ref(state)).await? {
            return Ok(Self(account));
        }
        let (uri, cookies) = (parts.extensions.get::<OriginalUri>(), parts.extensions.get::<Cookies>());
        if let (&Method::GET, Some(uri), Some(cookies)) = (&parts.method, uri, cookies) {
            want(cookies, uri.path(), &Arc::from_ref(state));
        }
        Err(AppError::LogInFirst)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Own
where
    Db: FromRef<S>,
    Arc<Settings>: FromRef<S>,
{
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, AppError> {
        let SignedIn(account) = SignedIn::from_request_parts(parts, state).await?;
        let id = Path::<i64>::from_request_parts(parts, state).await;
        let Path(id) = id.map_err(|_| AppError::NotFound)?;
        let db = Db::from_ref(state);
        match db.listed(id).await? {
            Some(listed) if listed.owner_id == account.id => Ok(Self { id, listed, account }),
            None if db.event(id).await?.is_none() => Err(AppError::NotFound),
            _ => Err(AppError::NotYours),
        }
    }
}

async fn session<S: Send + Sync>(parts: &mut Parts, state: &S) -> Result<Session, AppError> {
    let missing = |(_, reason)| AppError::Failed(inertia::Error::new(reason));
    Session::from_request_parts(parts, state).await.map_err(missing)
}
