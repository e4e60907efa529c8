use axum::{Router, routing::get};
use inertia::InertiaProps;

#[derive(InertiaProps)]
struct Home {
    visits: u32,
}

#[inertia::page("Home")]
async fn home() {
    let visits = "1".parse()?;
    Ok(Home { visits })
}

fn main() {
    let _: Router = Router::new().route("/", get(home)).route("/home", get(home)).fallback(home);
}
