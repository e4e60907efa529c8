//! A props struct may have type and const parameters, defaults, bounds and a where clause.
#![deny(warnings)]

use inertia::{InertiaProps, Lazy, Scroll};

#[derive(serde::Serialize)]
struct Row<T> {
    id: u64,
    value: T,
}

#[derive(InertiaProps)]
struct Listing<T, const N: usize = 3> {
    #[merge(match_on = "id")]
    rows: Lazy<Vec<Row<T>>>,
    #[scroll(match_on = "id")]
    feed: Lazy<Scroll<Row<T>>>,
    first: Fixed<N>,
}

struct Fixed<const N: usize>([u64; N]);

impl<const N: usize> serde::Serialize for Fixed<N> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0)
    }
}

#[derive(InertiaProps)]
struct Page<T, I, N, W = String, S = ()>
where
    I: IntoIterator,
    W: ToString,
{
    item: T,
    first: Option<I::Item>,
    #[defer]
    items: Lazy<Vec<I::Item>>,
    #[nested]
    group: N,
    #[nested]
    listing: Option<Listing<T>>,
    #[serde(serialize_with = "as_text")]
    written: W,
    #[serde(skip)]
    #[allow(dead_code)]
    state: S,
}

fn as_text<W: ToString, S: serde::Serializer>(value: &W, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&value.to_string())
}

trait Model {
    type Row;
}

/// Only the associated type needs the bounds of a value.
#[derive(InertiaProps)]
struct Table<M: Model> {
    first: M::Row,
    rows: Lazy<Vec<<M as Model>::Row>>,
    last: Option<(u64, <M as Model>::Row)>,
}

struct Events;

impl Model for Events {
    type Row = String;
}

#[derive(InertiaProps)]
struct Home;

struct NotSerialize;

impl std::fmt::Display for NotSerialize {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Ok(())
    }
}

fn main() {
    fn is_page<P: inertia::IntoPage>() {}
    is_page::<Table<Events>>();
    is_page::<Page<u64, Vec<String>, Home>>();
    is_page::<Page<u64, Vec<String>, Listing<String, 7>, NotSerialize, NotSerialize>>();
}
