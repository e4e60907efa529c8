//! `/events`: the programme.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Query, State};
use inertia::{InertiaProps, Lazy, lazy, try_lazy};
use serde::{Deserialize, Serialize};
use tokio::time::sleep;
use ts_rs::TS;

use crate::db::{Attendance, Category, Db, EventCard, Export, Filters, PAGE_SIZE, Revenue};
use crate::settings::Settings;

/// The props of `Event/Index`.
#[derive(InertiaProps)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EventIndex {
    filters: Filters,
    ledger: Ledger,
    page_size: i64,
    total: Lazy<i64>,
    #[merge(match_on = "id")]
    events: Lazy<Vec<EventCard>>,
    #[once(expires_in = "1h", key = "categories")]
    categories: Lazy<Vec<Category>>,
    #[defer(group = "stats")]
    attendance: Lazy<Attendance>,
    #[defer(group = "revenue", rescue, timeout = "2s")]
    revenue: Lazy<Revenue>,
    #[optional]
    export: Lazy<Export>,
}

/// How the ledger behind the revenue is today. A visitor chooses, to see a prop fail while its page does not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Ledger {
    /// It answers with an error.
    Fail,
    /// It takes longer than the prop's timeout.
    Slow,
    /// It works. Any word that is none of the above means this, too.
    #[default]
    #[serde(other)]
    Ok,
}

/// The query string's part about the ledger.
#[derive(Deserialize)]
pub(crate) struct LedgerQuery {
    #[serde(default)]
    revenue: Ledger,
}

/// Lists the programme.
#[inertia::page("Event/Index")]
pub(crate) async fn event_index(
    State(db): State<Db>,
    State(settings): State<Arc<Settings>>,
    Query(filters): Query<Filters>,
    Query(LedgerQuery { revenue: ledger }): Query<LedgerQuery>,
) -> EventIndex {
    let pace = settings.pace;
    EventIndex {
        ledger,
        page_size: PAGE_SIZE,
        total: lazy(db.clone().count(filters.clone())),
        events: lazy(db.clone().search(filters.clone())),
        categories: settings.keep(lazy(db.clone().categories())),
        attendance: lazy(attendance(db.clone(), pace)),
        revenue: try_lazy(revenue(db.clone(), ledger, pace)),
        export: lazy(db.export(filters.clone())),
        filters,
    }
}

async fn attendance(db: Db, pace: Duration) -> Result<Attendance, sqlx::Error> {
    sleep(pace).await;
    db.attendance().await
}

async fn revenue(db: Db, ledger: Ledger, pace: Duration) -> Result<Revenue, inertia::Error> {
    match ledger {
        Ledger::Ok => sleep(pace * 2).await,
        Ledger::Slow => sleep(Duration::from_secs(20)).await,
        Ledger::Fail => {
            sleep(pace).await;
            return Err(LedgerBroken.into());
        }
    }
    Ok(db.revenue().await?)
}

/// The ledger's error, which the log shows and the visitor does not see.
#[derive(Debug)]
struct LedgerBroken;

impl fmt::Display for LedgerBroken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the ledger cannot be opened, because `?revenue=fail` says so")
    }
}

impl std::error::Error for LedgerBroken {}
