use axum::{Router, routing::get};
use inertia::InertiaProps;

#[derive(InertiaProps)]
struct Home {
    visits: u32,
}

// The second error is the compiler's own, which reads the function before the attribute does.
#[inertia::page("Home")]
async fn home(visits: ) -> Home {
    Home { visits }
}

fn main() {
    let _: Router = Router::new().route("/", get(home)).route("/home", get(home)).fallback(home);
}
