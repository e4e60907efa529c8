//! `/events/mine`: what a visitor has put into the programme; taking it off, and putting it back.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header;
use inertia::{InertiaProps, Lazy, Page, Redirect, lazy};

use crate::db::{Db, OwnEvent};
use crate::error::AppError;
use crate::links::Links;
use crate::toast::Toast;
use crate::visitor::{Own, SignedIn};

/// The props of `Event/Mine`.
#[derive(InertiaProps)]
pub(crate) struct EventMine {
    events: Lazy<Vec<OwnEvent>>,
}

/// Lists a visitor's own events.
#[inertia::page("Event/Mine")]
pub(crate) async fn own_events(SignedIn(account): SignedIn, State(db): State<Db>) -> Page<EventMine> {
    let props = EventMine { events: lazy(db.own_events(account.id)) };
    props.page().header(header::CACHE_CONTROL, "no-store")
}

/// Takes an event off the programme. It is kept, for the button in the toast to put it back.
pub(crate) async fn remove(
    own: Own,
    State(db): State<Db>,
    State(links): State<Arc<Links>>,
) -> Result<Redirect, AppError> {
    let title = db.unlist(own.id, own.account.id).await?.ok_or(AppError::NotFound)?;
    let toast = Toast::new(format!("“{title}” is off the programme.")).undo(links.restore.url(own.id));
    Ok(Redirect::to(links.own_events.url(())).flash("toast", toast))
}

/// Puts an event back.
pub(crate) async fn restore(
    SignedIn(account): SignedIn,
    State(db): State<Db>,
    State(links): State<Arc<Links>>,
    Path(id): Path<i64>,
) -> Result<Redirect, AppError> {
    let title = db.put_back(id, account.id).await?.ok_or(AppError::NotFound)?;
    let toast = Toast::new(format!("“{title}” is on again."));
    Ok(Redirect::back_or(links.own_events.url(())).flash("toast", toast))
}
