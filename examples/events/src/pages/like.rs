//! `/events/{id}/like`: no page, but an endpoint that answers JSON. The page's button calls it without a visit.

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use inertia::{ErrorBag, InertiaForm, Valid};

use crate::db::{Account, Db};
use crate::error::AppError;
use crate::visitor::Visitor;

/// Whether the visitor likes the event from now on.
#[derive(InertiaForm)]
pub(crate) struct LikeForm {
    liked: bool,
}

/// Remembers a like, and says how many there are now.
pub(crate) async fn like(
    Visitor(visitor): Visitor,
    State(db): State<Db>,
    Path(id): Path<i64>,
    form: Valid<LikeForm>,
) -> Result<Response, AppError> {
    let event = db.clone().event(id).await?.ok_or(AppError::NotFound)?;
    let account = match liker(visitor, event.owner_id, event.past) {
        Ok(account) => account,
        Err(reason) => return Ok(ErrorBag::of("liked", reason).into_response()),
    };
    db.like(id, account.id, form.liked).await?;
    Ok(Json(db.likes(id, Some(account.id)).await?).into_response())
}

/// Whose like it is, or why there is none to be had.
fn liker(visitor: Option<Account>, owner: Option<i64>, past: bool) -> Result<Account, &'static str> {
    let account = visitor.ok_or("Log in, and your like counts.")?;
    match owner {
        _ if past => Err("This one is over. It was liked enough."),
        Some(owner) if owner == account.id => Err("You cannot like what is yours."),
        _ => Ok(account),
    }
}
