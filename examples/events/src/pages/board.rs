//! `/board`: the next twelve doors, live.

use axum::extract::State;
use inertia::{Inertia, InertiaProps, Lazy, lazy};

use crate::db::{Board, Db, Notice};

/// The props of `Board/Index`.
#[derive(InertiaProps)]
pub(crate) struct BoardIndex {
    #[deep_merge(match_on("rows.id"))]
    board: Lazy<Board>,
    #[prepend(match_on = "id")]
    notices: Lazy<Vec<Notice>>,
}

/// Shows the board. Who has it already, and asks for a part of the page, gets what changed.
#[inertia::page("Board/Index")]
pub(crate) async fn board(State(db): State<Db>, visit: Inertia) -> BoardIndex {
    BoardIndex {
        board: lazy(db.clone().board(visit.is_partial())),
        notices: lazy(db.notices(visit.is_partial())),
    }
}
