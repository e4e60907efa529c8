//! The data that the pages show: made once, shared by all contestants behind one `Arc`.

use std::sync::Arc;

use serde::Serialize;

/// What a handler's `State` is.
pub type Db = Arc<Data>;

/// Everything that the pages show.
#[derive(Debug)]
pub struct Data {
    /// The rows of *list*: 100, about 22 KB of JSON.
    pub rows: Arc<Vec<Row>>,
    /// The rows of *big*: 5,000.
    pub many_rows: Arc<Vec<Row>>,
    /// Short texts for scalar props.
    pub texts: Vec<Arc<str>>,
    /// Lists of ten items.
    pub lists: Vec<Arc<Vec<Item>>>,
}

/// A row of a list page.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    /// Counts from one.
    pub id: u64,
    /// Some titles hold an ampersand, a few a less-than sign or a quote, as titles do.
    pub title: String,
    /// With a letter that is not ASCII.
    pub venue: String,
    /// In euros.
    pub price: f64,
    /// Whether there are no seats left.
    pub sold_out: bool,
    /// As ISO 8601 has it.
    pub starts_at: String,
}

/// An item of a short list.
#[derive(Debug, Serialize)]
pub struct Item {
    /// Counts from one.
    pub id: u32,
    /// What a visitor reads.
    pub label: String,
}

impl Data {
    /// The data of all pages.
    #[must_use]
    pub fn new() -> Db {
        Arc::new(Self {
            rows: Arc::new((1..=100).map(Row::new).collect()),
            many_rows: Arc::new((1..=5_000).map(Row::new).collect()),
            texts: (1..=8).map(|number| format!("A short text, number {number}").into()).collect(),
            lists: (1..=8).map(|list| Arc::new((1..=10).map(|id| Item::new(list, id)).collect())).collect(),
        })
    }

    /// Stands for a query: a future that is ready when polled.
    #[expect(clippy::unused_async, reason = "as a query's is")]
    pub async fn count(self: Arc<Self>, of: u64) -> u64 {
        self.rows.len() as u64 * of
    }

    /// Stands for a query for one of the short lists.
    #[expect(clippy::unused_async, reason = "as a query's is")]
    pub async fn list(self: Arc<Self>, number: usize) -> Arc<Vec<Item>> {
        self.items(number)
    }

    /// One of the short lists.
    pub fn items(&self, number: usize) -> Arc<Vec<Item>> {
        self.lists[number].clone()
    }

    /// One of the short texts.
    pub fn text(&self, number: usize) -> Arc<str> {
        self.texts[number].clone()
    }
}

impl Row {
    fn new(id: u64) -> Self {
        let title = match id {
            _ if id.is_multiple_of(25) => {
                format!("Evening {id}: \"I <3 the eighties\", with the house band and guests")
            }
            _ if id.is_multiple_of(10) => {
                format!("Evening {id}: Rock & Roll, Swing & Soul with the house band")
            }
            _ => format!("Evening {id}: chamber music by candlelight, with an introduction at seven"),
        };
        Self {
            id,
            title,
            venue: format!("Kleiner Saal, Hafenstraße {}, 20457 Hamburg", id % 90 + 1),
            price: 12.5 + f64::from(u32::try_from(id % 40).unwrap_or_default()) * 1.25,
            sold_out: id.is_multiple_of(3),
            starts_at: format!("2026-{:02}-{:02}T19:30:00+02:00", id % 12 + 1, id % 28 + 1),
        }
    }
}

impl Item {
    fn new(list: u32, id: u32) -> Self {
        Self { id: list * 100 + id, label: format!("Item {id} of list {list}") }
    }
}
