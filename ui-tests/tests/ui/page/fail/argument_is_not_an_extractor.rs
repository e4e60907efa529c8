use inertia::InertiaProps;

#[derive(InertiaProps)]
struct Home {
    title: String,
}

struct Database;

#[inertia::page("Home")]
async fn home(_: Database) -> Home {
    Home { title: String::new() }
}

fn main() {
    let _: axum::Router = axum::Router::new().route("/", axum::routing::get(home));
}
