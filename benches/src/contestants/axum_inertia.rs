//! The pages with `axum-inertia`, as its documentation writes them: its state from the `vite` module, a struct of
//! props.
//!
//! It speaks the first version of the protocol: lazy, deferred, once and merge props do not exist there. A partial
//! reload can be answered by a `Props` implementation that looks at what is asked for.

use std::sync::Arc;

use axum::{
    Router,
    extract::{FromRef, State},
    response::IntoResponse,
    routing::get,
};
use axum_inertia::{Inertia, InertiaConfig, partial::Partial, props::Props, vite};
use serde::Serialize;
use serde_json::{Error, Map, Value};

use crate::{
    cases::{Case, Page},
    data::{Db, Row},
};

const MANIFEST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/manifest.json");

#[derive(Clone)]
struct App {
    inertia: InertiaConfig,
    db: Db,
}

impl FromRef<App> for InertiaConfig {
    fn from_ref(app: &App) -> Self {
        app.inertia.clone()
    }
}

impl FromRef<App> for Db {
    fn from_ref(app: &App) -> Self {
        app.db.clone()
    }
}

pub(super) fn router(case: Case, db: Db) -> Option<Router> {
    let inertia = vite::Production::new(MANIFEST, "src/main.ts").expect("the manifest can be read");
    let list = match case.page {
        Page::Small | Page::List | Page::Big => get(list),
        Page::Partial => get(selective_list),
        Page::Wide | Page::Lazy => return None,
    };
    let router = Router::new()
        .route("/small", get(small))
        .route("/list", list)
        .route("/big", get(big))
        .with_state(App { inertia: inertia.title("Events").into_config(), db });
    Some(router)
}

#[derive(Serialize)]
struct Small {
    count: u64,
    name: Arc<str>,
    active: bool,
}

async fn small(State(db): State<Db>, inertia: Inertia) -> impl IntoResponse {
    inertia.render("Event/Small", Small { count: 1_234, name: db.text(0), active: true })
}

#[derive(Serialize)]
struct List {
    total: u64,
    rows: Arc<Vec<Row>>,
    page: u32,
}

async fn list(State(db): State<Db>, inertia: Inertia) -> impl IntoResponse {
    inertia.render("Event/List", List { total: db.rows.len() as u64, rows: db.rows.clone(), page: 1 })
}

async fn big(State(db): State<Db>, inertia: Inertia) -> impl IntoResponse {
    inertia
        .render("Event/Big", List { total: db.many_rows.len() as u64, rows: db.many_rows.clone(), page: 1 })
}

/// The props of *list* that honour a partial reload.
struct SelectiveList(Db);

impl Props for SelectiveList {
    #[expect(refining_impl_trait, reason = "the error's type is nobody's business")]
    fn serialize(self, partial: Option<&Partial>) -> Result<Value, Error> {
        let partial = partial.filter(|partial| partial.component == "Event/List");
        let wants = |name| partial.is_none_or(|partial| partial.props.iter().any(|prop| prop == name));
        let mut props = Map::new();
        if wants("total") {
            props.insert("total".to_owned(), serde_json::to_value(self.0.rows.len())?);
        }
        if wants("rows") {
            props.insert("rows".to_owned(), serde_json::to_value(&self.0.rows)?);
        }
        if wants("page") {
            props.insert("page".to_owned(), serde_json::to_value(1)?);
        }
        Ok(Value::Object(props))
    }
}

async fn selective_list(State(db): State<Db>, inertia: Inertia) -> impl IntoResponse {
    inertia.render("Event/List", SelectiveList(db))
}
