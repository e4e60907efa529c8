//! Docs, `cfg`, deprecation and lint levels are on the generated function, other attributes on the user's; options in any order.
#![deny(warnings)]
#![deny(missing_docs)]

use axum::{Router, routing::post};
use inertia::{ErrorBag, InertiaForm, Redirect, Touched, Valid};

/// A form.
#[derive(InertiaForm)]
pub struct Form {
    text: String,
}

async fn fine(form: &Form, _: &Touched) -> Result<(), ErrorBag> {
    if form.text.is_empty() { Err(ErrorBag::of("text", "is empty")) } else { Ok(()) }
}

/// Documented.
#[inertia::precognition(Form)]
#[inline]
#[cold]
#[allow(unused_variables)]
pub async fn documented(uri: axum::http::Uri, form: Valid<Form>) -> Redirect {
    let unused = 1;
    Redirect::back()
}

#[cfg(any())]
#[inertia::precognition(NoSuchForm)]
async fn never(form: Valid<NoSuchForm>) -> NoSuchType {}

/// Old.
#[deprecated = "write another"]
#[inertia::precognition(Form, crate = ::inertia, check = fine())]
pub async fn old(#[allow(unused_variables)] form: Valid<Form>) -> Redirect {
    #![allow(clippy::needless_return)]
    return Redirect::back();
}

#[expect(unused_mut)]
#[inertia::precognition(Form, check = fine(), crate = ::inertia,)]
async fn expected(form: Valid<Form>) -> Redirect {
    let mut form = form;
    Redirect::to(form.into_inner().text)
}

fn main() {
    #[expect(deprecated)]
    let _: Router = Router::new().route("/1", post(documented)).route("/2", post(old)).route("/3", post(expected));
}
