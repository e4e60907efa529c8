//! Any extractors before the form, in any pattern, up to fifteen with the form; the form under any name.
#![deny(warnings)]

use axum::{
    Router,
    extract::{Path, Query, State},
    http::{HeaderMap, Method, Uri, Version},
    routing::{get, post},
};
use inertia::{Inertia, InertiaForm, Redirect, Valid};

#[derive(InertiaForm)]
struct Rename {
    title: String,
}

type ValidRename = Valid<Rename>;

#[derive(Clone)]
struct Db {
    name: String,
}

#[derive(serde::Deserialize)]
struct Filters {
    text: String,
}

#[inertia::precognition(Rename)]
async fn only_the_form(form: Valid<Rename>) -> Redirect {
    Redirect::to(form.into_inner().title)
}

#[inertia::precognition(Rename)]
async fn an_alias(mut form: ValidRename) -> Redirect {
    form.title.push('!');
    Redirect::to(form.into_inner().title)
}

#[inertia::precognition(crate::Rename)]
async fn patterns(
    State(Db { name }): State<Db>,
    Query(mut filters): Query<Filters>,
    mut headers: HeaderMap,
    _: Method,
    Path((id, _)): Path<(u64, String)>,
    _version: Version,
    uri @ Uri { .. }: Uri,
    inertia: Inertia,
    Valid(Rename { title }): inertia::Valid<crate::Rename>,
) -> Redirect {
    filters.text += &title;
    headers.clear();
    inertia.flash("toast", "Renamed.");
    Redirect::to(format!("{name}{}{id}{uri}", filters.text))
}

#[rustfmt::skip]
#[inertia::precognition(Rename)]
async fn fifteen(
    a: Method, b: Method, c: Method, d: Method, e: Method, f: Method, g: Method, h: Method,
    i: Method, j: Method, k: Method, l: Method, m: Method, n: Method, form: Valid<Rename>,
) -> Redirect {
    Redirect::to(format!("{a}{b}{c}{d}{e}{f}{g}{h}{i}{j}{k}{l}{m}{n}{}", form.title))
}

fn main() {
    let _: Router = Router::new()
        .route("/", get(only_the_form).post(an_alias))
        .route("/{id}/{name}", get(patterns))
        .route("/fifteen", post(fifteen))
        .with_state(Db { name: String::new() });
}
