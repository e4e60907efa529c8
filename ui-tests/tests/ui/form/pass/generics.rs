//! Type and const parameters, bounds and where clauses, associated types.
#![deny(warnings)]
#![allow(dead_code)]

use std::marker::PhantomData;

use inertia::{InertiaForm, Redirect, Valid};

#[derive(InertiaForm)]
struct Item<T> {
    value: T,
    others: Vec<T>,
}

#[derive(InertiaForm)]
struct Form<T, I: Iterator = std::vec::IntoIter<u8>, M = (), const MOST: usize = 3>
where
    T: Clone,
{
    item: Item<T>,
    maybe: Option<Box<Item<T>>>,
    first: Option<I::Item>,
    #[serde(default)]
    text: T,
    #[serde(skip)]
    marker: PhantomData<M>,
}

#[derive(InertiaForm, garde::Validate)]
#[garde(context(()))]
struct Validated<T: garde::Validate<Context = ()>> {
    #[garde(dive)]
    rows: Vec<T>,
}

#[derive(InertiaForm, garde::Validate)]
struct Row {
    #[garde(range(min = 1))]
    count: u32,
}

async fn save<T>(form: Valid<Form<T>>) -> Redirect
where
    Form<T>: InertiaForm + Send + Sync,
    T: Clone,
{
    let _ = form.into_inner().item;
    Redirect::back()
}

async fn rows(form: Valid<Validated<Row>>) -> Redirect {
    let _ = form.rows.len();
    Redirect::back()
}

fn main() {
    let _: axum::Router =
        axum::Router::new().route("/", axum::routing::post(save::<String>).put(rows));
}
