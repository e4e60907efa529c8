use axum::{
    extract::{Query, State},
    response::Response,
};
use serde::Serialize;

use crate::{
    db::{Category, Db, DbError, Export, Filters, Record, Stats},
    visit::Visit,
};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Props {
    title: String,
    page_number: u32,
    filters: Filters,
    total: u64,
    rows: Vec<Row>,
    stats: Stats,
    categories: Vec<Category>,
    export: Export,
}

pub async fn page(visit: Visit, State(db): State<Db>, Query(filters): Query<Filters>) -> Result<Response, DbError> {
    let props = Props {
        title: "Page {n}, edition 0".to_owned(),
        page_number: filters.page.unwrap_or(1),
        total: total(db.clone(), filters.clone()).await?,
        rows: rows(db.clone(), filters.clone()).await?,
        stats: db.clone().stats().await?,
        categories: db.clone().categories().await?,
        export: export(db, filters.clone()).await?,
        filters,
    };
    Ok(visit.page("Page{n}/Index", &props))
}
