use inertia::{InertiaForm, Redirect, Valid};

#[derive(InertiaForm)]
struct Signup {
    email: String,
}

use axum::http::Method;

#[rustfmt::skip]
#[inertia::precognition(Signup)]
async fn signup(
    _: Method, _: Method, _: Method, _: Method, _: Method, _: Method, _: Method, _: Method,
    _: Method, _: Method, _: Method, _: Method, _: Method, _: Method, _: Method, form: Valid<Signup>,
) -> Redirect {
    Redirect::to(form.into_inner().email)
}

fn main() {}
