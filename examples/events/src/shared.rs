//! What every page has: the frame's own data, and a number for each request.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use inertia::{Inertia, InertiaProps, Lazy, lazy};
use serde::Serialize;
use tower_sessions::Session;
use ts_rs::TS;

use crate::db::{City, Counts, Db};
use crate::settings::Settings;
use crate::state::AppState;
use crate::visitor;

/// The props of the frame around every page.
#[derive(InertiaProps)]
pub(crate) struct Shared {
    app: App,
    visitor: Lazy<Option<SignedIn>>,
    counts: Lazy<Counts>,
    #[once(expires_in = "1h")]
    cities: Lazy<Vec<City>>,
}

/// Who we are.
#[derive(Serialize, TS)]
struct App {
    name: &'static str,
    tagline: &'static str,
}

/// Whom the frame greets.
#[derive(Serialize, TS)]
struct SignedIn {
    name: String,
}

/// What [`number`] adds, for the front end.
#[derive(TS)]
#[ts(rename_all = "camelCase")]
#[expect(dead_code, reason = "only its type is of use")]
pub(crate) struct Numbered {
    request_id: String,
}

/// Gives every page the props of its frame.
pub(crate) async fn shared(
    State(db): State<Db>,
    State(settings): State<Arc<Settings>>,
    session: Session,
) -> Shared {
    Shared {
        app: App {
            name: "Doors",
            tagline: "Two thousand events, three hundred doors, twelve cities. All of them made up.",
        },
        visitor: lazy(signed_in(session, db.clone())),
        counts: lazy(db.clone().counts()),
        cities: settings.keep(lazy(db.cities())),
    }
}

async fn signed_in(session: Session, db: Db) -> Result<Option<SignedIn>, inertia::Error> {
    let account = visitor::account(&session, &db).await?;
    Ok(account.map(|account| SignedIn { name: account.name }))
}

/// Numbers the requests, and shares the number with the page that answers.
pub(crate) async fn number(
    State(state): State<AppState>,
    inertia: Inertia,
    request: Request,
    next: Next,
) -> Response {
    inertia.share("requestId", format!("no. {}", state.next_request()));
    next.run(request).await
}
