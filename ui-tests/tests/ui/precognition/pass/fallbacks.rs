//! A fallback is any expression that gives a URL; it may name the arguments before the form.
#![deny(warnings)]

use std::borrow::Cow;

use axum::{
    Router,
    extract::{Path, Query, State},
    routing::post,
};
use inertia::{ErrorBag, InertiaForm, Redirect, Touched, Valid};

#[derive(InertiaForm)]
struct Rename {
    name: String,
}

#[derive(Clone)]
struct Site {
    root: String,
}

impl Site {
    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.root)
    }
}

#[derive(serde::Deserialize)]
struct Page {
    page: u32,
}

const EVENTS: &str = "/events";

fn edit(id: u64) -> Cow<'static, str> {
    format!("/events/{id}/edit").into()
}

async fn fine(form: &Rename, _: &Touched, site: &Site) -> Result<(), ErrorBag> {
    if form.name == site.root { Err(ErrorBag::of("name", "is taken")) } else { Ok(()) }
}

#[inertia::precognition(Rename, fallback = "/events")]
async fn literal(form: Valid<Rename>) -> Redirect {
    Redirect::to(form.into_inner().name)
}

#[inertia::precognition(Rename, check = fine, fallback = EVENTS, crate = ::inertia)]
async fn constant(State(site): State<Site>, form: Valid<Rename>) -> Redirect {
    Redirect::to(site.url(&form.name))
}

#[inertia::precognition(Rename, fallback = edit(*id))]
async fn function(Path(id): Path<u64>, form: Valid<Rename>) -> Redirect {
    Redirect::to(format!("/events/{id}/{}", form.into_inner().name))
}

#[inertia::precognition(Rename, fallback = format!("/events/{id}/edit"), check = fine(site))]
async fn text(Path(mut id): Path<u64>, State(site): State<Site>, form: Valid<Rename>) -> Redirect {
    id += 1;
    Redirect::to(site.url(&format!("{id}{}", form.name)))
}

#[inertia::precognition(Rename, fallback = site.url(&format!("/{org}/{}", query.page)))]
async fn everything(
    State(site): State<Site>,
    Path((org, _id)): Path<(String, u64)>,
    query: Query<Page>,
    form: Valid<Rename>,
) -> Redirect {
    drop(query);
    Redirect::to(site.url(&format!("{org}{}", form.name)))
}

fn main() {
    let _: Router<Site> = Router::new()
        .route("/1", post(literal))
        .route("/2", post(constant))
        .route("/3/{id}", post(function))
        .route("/4/{id}", post(text))
        .route("/5/{org}/{id}", post(everything));
}
