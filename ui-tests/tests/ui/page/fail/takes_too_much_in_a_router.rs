use axum::{Router, routing::get};
use inertia::InertiaProps;

#[derive(InertiaProps)]
struct Home {
    visits: u32,
}

#[inertia::page("Home")]
async fn home(value: impl Clone) -> Home {
    drop(value);
    Home { visits: 1 }
}

fn main() {
    let _: Router = Router::new().route("/", get(home)).route("/home", get(home)).fallback(home);
}
