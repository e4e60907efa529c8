use axum::extract::{Query, State};
use inertia::{InertiaProps, Lazy, lazy};
use serde::Serialize;

use crate::db::{Category, Db, DbError, Export, Filters, Record, Stats};

#[derive(InertiaProps)]
#[serde(rename_all = "camelCase")]
pub struct Props {
    title: String,
    page_number: u32,
    filters: Filters,
    total: Lazy<u64>,
    #[merge(match_on = "id")]
    rows: Lazy<Vec<Row>>,
    #[defer]
    stats: Lazy<Stats>,
    #[once]
    categories: Lazy<Vec<Category>>,
    #[optional]
    export: Lazy<Export>,
}

#[inertia::page("Page{n}/Index")]
pub async fn page(State(db): State<Db>, Query(filters): Query<Filters>) -> Props {
    Props {
        title: "Page {n}, edition 0".to_owned(),
        page_number: filters.page.unwrap_or(1),
        total: lazy(total(db.clone(), filters.clone())),
        rows: lazy(rows(db.clone(), filters.clone())),
        stats: lazy(db.clone().stats()),
        categories: lazy(db.clone().categories()),
        export: lazy(export(db, filters.clone())),
        filters,
    }
}
