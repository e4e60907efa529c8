//! `/feed`: what people did lately, without end in either direction.

use axum::extract::{Query, State};
use inertia::{InertiaProps, Lazy, Scroll, try_lazy};
use serde::Deserialize;

use crate::db::{Activity, Db};

/// The props of `Feed/Index`.
#[derive(InertiaProps)]
pub(crate) struct FeedIndex {
    #[scroll(match_on = "id")]
    activity: Lazy<Scroll<Activity>>,
}

/// Which page of the feed to begin with.
#[derive(Deserialize)]
pub(crate) struct FeedQuery {
    page: Option<u32>,
}

/// Shows one page of the feed; the client asks for its neighbours.
#[inertia::page("Feed/Index")]
pub(crate) async fn feed(State(db): State<Db>, Query(FeedQuery { page }): Query<FeedQuery>) -> FeedIndex {
    let page = page.unwrap_or(1).max(1);
    FeedIndex {
        activity: try_lazy(async move {
            let (entries, has_more) = db.activity(page).await?;
            Ok(Scroll::page(entries, page.into(), has_more))
        }),
    }
}
