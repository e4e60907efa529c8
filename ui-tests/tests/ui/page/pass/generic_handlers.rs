//! Type and const parameters, bounds and where clauses.
#![deny(warnings)]

use axum::{Router, extract::State, routing::get};
use inertia::InertiaProps;

#[derive(InertiaProps)]
struct Home<T> {
    title: T,
}

trait Store: Clone + Send + Sync + 'static {
    type Title;
    fn title(&self) -> Self::Title;
}

#[derive(Clone)]
struct Memory;

impl Store for Memory {
    type Title = String;
    fn title(&self) -> String {
        String::new()
    }
}

#[inertia::page("Home")]
async fn home<S: Store, const N: usize>(State(store): State<S>) -> Home<Vec<S::Title>>
where
    S::Title: serde::Serialize + Send + 'static,
{
    Home { title: (0..N).map(|_| store.title()).collect() }
}

fn router<S: Store>() -> Router<S>
where
    S::Title: serde::Serialize + Send + 'static,
{
    Router::new().route("/", get(home::<S, 3>))
}

fn main() {
    let _: Router = router().with_state(Memory);
}
