//! What stands for the database; the same in both crates.

use std::{fmt, sync::Arc};

use serde::{Deserialize, Serialize};

#[derive(Clone)]
pub struct Db(Arc<Vec<Record>>);

pub struct Record {
    pub id: u64,
    pub title: String,
    pub starts_at: String,
    pub seats: u32,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Filters {
    pub search: Option<String>,
    pub category: Option<u64>,
    pub page: Option<u32>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Stats {
    pub sold: u64,
    pub sold_out: u64,
    pub average: f64,
}

#[derive(Serialize)]
pub struct Category {
    pub id: u64,
    pub name: String,
}

#[derive(Serialize)]
pub struct Export {
    pub name: String,
    pub csv: String,
}

#[derive(Debug)]
pub struct DbError;

impl fmt::Display for DbError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the database is closed")
    }
}

impl std::error::Error for DbError {}

impl Db {
    pub fn open() -> Self {
        let record = |id| Record { id, title: format!("Event {id}"), starts_at: "2026-11-21".to_owned(), seats: 80 };
        Self(Arc::new((0..100).map(record).collect()))
    }

    pub async fn find(&self, table: &str, filters: &Filters) -> Result<Vec<&Record>, DbError> {
        tokio::task::yield_now().await;
        let wanted = |record: &&Record| filters.search.as_ref().is_none_or(|search| record.title.contains(search));
        if table.is_empty() { Err(DbError) } else { Ok(self.0.iter().filter(wanted).collect()) }
    }

    pub async fn stats(self) -> Result<Stats, DbError> {
        tokio::task::yield_now().await;
        Ok(Stats { sold: self.0.len() as u64, sold_out: 3, average: 0.5 })
    }

    pub async fn categories(self) -> Result<Vec<Category>, DbError> {
        tokio::task::yield_now().await;
        Ok(self.0.iter().take(8).map(|record| Category { id: record.id, name: record.title.clone() }).collect())
    }
}
