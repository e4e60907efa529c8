use axum::{Router, routing::post};
use inertia::{InertiaForm, Redirect, Valid};

#[derive(InertiaForm)]
struct Guest {
    name: String,
}

#[inertia::precognition(Guest)]
fn invite(form: Valid<Guest>) -> Redirect {
    let _ = form.into_inner().name;
    Redirect::back()
}

fn main() {
    let _: Router = Router::new().route("/", post(invite)).route("/invite", post(invite));
}
