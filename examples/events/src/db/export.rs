//! The list as comma-separated values: all of it, or a look at its first lines.

use std::fmt::Write as _;

use serde::Serialize;
use sqlx::FromRow;
use ts_rs::TS;

use super::{Db, Filters, Result};

/// A look at the file that an export would give.
#[derive(Clone, Debug, Serialize, TS)]
pub(crate) struct Export {
    /// Rows in the file, the header not counted.
    pub(crate) rows: i64,
    /// The first lines, header included.
    pub(crate) preview: Vec<String>,
}

#[derive(FromRow)]
struct Line {
    id: i64,
    starts_at: String,
    title: String,
    venue: String,
    city: String,
}

impl Db {
    /// A look at the file that an export with these filters would give.
    ///
    /// # Errors
    ///
    /// What the database reports.
    pub(crate) async fn export(self, filters: Filters) -> Result<Export> {
        let rows = self.clone().count(filters.clone()).await?;
        let events = self.search(Filters { page: 1, ..filters }).await?;
        let lines = events.into_iter().take(6).map(|event| Line {
            id: event.id,
            starts_at: event.starts_at,
            title: event.title,
            venue: event.venue,
            city: event.city,
        });
        Ok(Export { rows, preview: csv(lines).lines().map(str::to_owned).collect() })
    }

    /// The whole programme as one file.
    ///
    /// # Errors
    ///
    /// What the database reports.
    pub(crate) async fn programme_csv(self) -> Result<String> {
        let lines: Vec<Line> = sqlx::query_as(
            "SELECT e.id, e.starts_at, e.title, v.name AS venue, ci.name AS city
             FROM programme e JOIN venues v ON v.id = e.venue_id JOIN cities ci ON ci.id = v.city_id
             ORDER BY e.starts_at, e.id",
        )
        .fetch_all(&self.pool)
        .await?;
        Ok(csv(lines))
    }
}

/// Writes the lines below a header. Titles may have commas and quotes in them, names of cities have none.
fn csv(lines: impl IntoIterator<Item = Line>) -> String {
    let mut out = "id,starts_at,title,venue,city\n".to_owned();
    for Line { id, starts_at, title, venue, city } in lines {
        let (title, venue) = (quoted(&title), quoted(&venue));
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{id},{starts_at},{title},{venue},{city}");
    }
    out
}

/// A field in quotes. What a visitor has written is text, also where a spreadsheet would take it for a formula.
fn quoted(text: &str) -> String {
    let guard = if text.starts_with(['=', '+', '-', '@']) { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::in_memory;

    #[test]
    fn what_a_visitor_writes_stays_in_its_field() {
        assert_eq!(quoted(r#"The "Other" Choir, live"#), r#""The ""Other"" Choir, live""#);
        assert_eq!(quoted("=SUM(A1)"), r#""'=SUM(A1)""#);
    }

    #[tokio::test]
    async fn the_preview_is_the_beginning_of_the_list() {
        let db = in_memory().await;
        let export = db.clone().export(Filters::default()).await.unwrap();
        assert_eq!(export.preview.len(), 7);
        assert_eq!(export.preview[0], "id,starts_at,title,venue,city");
        assert_eq!(export.rows, db.clone().count(Filters::default()).await.unwrap());
        assert_eq!(db.programme_csv().await.unwrap().lines().count(), 2_001);
    }
}
