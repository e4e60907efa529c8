use axum::{Router, routing::post};
use inertia::{InertiaForm, Valid};

// The second error is the compiler's own, which reads the struct before the derive does.
#[derive(InertiaForm)]
struct Guest {
    name: String,
    age
}

#[derive(InertiaForm)]
struct Table {
    guests: Vec<Guest>,
}

#[inertia::precognition(Guest)]
async fn invite(_: Valid<Guest>) {}

async fn other(_: Valid<Guest>) {}

fn main() {
    let _: Router = Router::new().route("/", post(invite)).route("/other", post(other));
}
