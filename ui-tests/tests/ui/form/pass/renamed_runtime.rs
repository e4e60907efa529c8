//! The runtime under another name, or in a module.
#![deny(warnings)]

extern crate inertia as renamed;

use renamed::{ErrorBag, InertiaForm, Redirect, Touched, Valid};

#[derive(InertiaForm)]
#[form(crate = ::renamed)]
enum Kind {
    Talk,
}

#[derive(InertiaForm)]
#[form(crate = ::renamed)]
struct Title(String);

#[derive(InertiaForm, garde::Validate)]
#[form(crate = ::renamed, validator = garde)]
struct Form<T> {
    #[garde(skip)]
    kind: Kind,
    #[garde(skip)]
    title: Title,
    #[garde(skip)]
    #[form(stand_in = vec![])]
    items: Vec<T>,
}

async fn check(form: &Form<u8>, _: &Touched) -> Result<(), ErrorBag> {
    let Kind::Talk = form.kind;
    Ok(())
}

#[renamed::precognition(Form<u8>, crate = ::renamed, check = check())]
async fn save(form: Valid<Form<u8>>) -> Redirect {
    Redirect::to(format!("/{}/{}", form.title.0, form.items.len()))
}

fn main() {
    let _: axum::Router = axum::Router::new().route("/", axum::routing::post(save));
}
