//! Type and const parameters, bounds and where clauses, in the handler, its form and its check.
#![deny(warnings)]

use axum::{Router, extract::State, routing::post};
use inertia::{ErrorBag, InertiaForm, Redirect, Touched, Valid};

#[derive(InertiaForm)]
struct Form<T> {
    value: T,
}

trait Store: Clone + Send + Sync + 'static {
    type Key;
    fn key(&self) -> Self::Key;
}

#[derive(Clone)]
struct Memory;

impl Store for Memory {
    type Key = String;
    fn key(&self) -> String {
        String::new()
    }
}

async fn check<S: Store, T>(_: &Form<T>, _: &Touched, store: &S) -> Result<(), ErrorBag>
where
    S::Key: Into<String>,
    T: Sync,
{
    Err(ErrorBag::of("value", store.key().into()))
}

#[inertia::precognition(Form<u8>, check = check::<S, u8>)]
async fn save<S: Store, const N: usize>(State(store): State<S>, form: Valid<Form<u8>>) -> Redirect
where
    S::Key: Into<String>,
{
    let key: String = store.key().into();
    Redirect::to(format!("/{key}/{N}/{}", form.value))
}

#[inertia::precognition(Form<T>)]
async fn save_any<T>(form: Valid<Form<T>>) -> Redirect
where
    Form<T>: InertiaForm + Send + Sync,
{
    let _ = form.into_inner().value;
    Redirect::back()
}

fn router<S: Store>() -> Router<S>
where
    S::Key: Into<String>,
{
    Router::new().route("/", post(save::<S, 3>).put(save_any::<Vec<String>>))
}

fn main() {
    let _: Router = router().with_state(Memory);
}
