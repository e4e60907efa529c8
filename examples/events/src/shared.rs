//! What every page has: the frame's own data, and a number for each request.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use inertia::{Inertia, InertiaProps, Lazy, lazy};
use serde::Serialize;

use crate::db::{City, Counts, Db};
use crate::settings::Settings;
use crate::state::AppState;

/// The props of the frame around every page.
#[derive(InertiaProps)]
pub(crate) struct Shared {
    app: App,
    counts: Lazy<Counts>,
    #[once(expires_in = "1h")]
    cities: Lazy<Vec<City>>,
}

/// Who we are.
#[derive(Serialize)]
struct App {
    name: &'static str,
    tagline: &'static str,
}

/// Gives every page the props of its frame.
pub(crate) async fn shared(State(db): State<Db>, State(settings): State<Arc<Settings>>) -> Shared {
    Shared {
        app: App {
            name: "Doors",
            tagline: "Two thousand events, three hundred doors, twelve cities. All of them made up.",
        },
        counts: lazy(db.clone().counts()),
        cities: settings.keep(lazy(db.cities())),
    }
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
