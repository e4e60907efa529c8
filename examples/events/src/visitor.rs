//! Who is asking: the log-in that the session remembers.

use axum::extract::{FromRef, FromRequestParts, OriginalUri, Path};
use axum::http::Method;
use axum::http::request::Parts;
use serde::{Deserialize, Serialize};
use tower_sessions::Session;

use crate::db::{Account, Db, Listed};
use crate::error::AppError;

/// Where the session keeps the log-in.
const LOG_IN: &str = "log-in";
/// Where it keeps the page that a visitor wanted to see before logging in.
const WANTED: &str = "wanted";

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

/// Logs an account in, and gives the address that its owner wanted to see. The session gets another id, so that
/// nobody can have known it before.
///
/// # Errors
///
/// What the session's store reports.
pub(crate) async fn log_in(session: &Session, account: &Account) -> Result<Option<String>, inertia::Error> {
    session.cycle_id().await?;
    session.insert(LOG_IN, LogIn { account: account.id, generation: account.generation }).await?;
    Ok(session.remove(WANTED).await?)
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
{
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, AppError> {
        let session = session(parts, state).await?;
        if let Some(account) = account(&session, &Db::from_ref(state)).await? {
            return Ok(Self(account));
        }
        if let (&Method::GET, Some(uri)) = (&parts.method, parts.extensions.get::<OriginalUri>()) {
            session.insert(WANTED, uri.path()).await?;
        }
        Err(AppError::LogInFirst)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Own
where
    Db: FromRef<S>,
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
