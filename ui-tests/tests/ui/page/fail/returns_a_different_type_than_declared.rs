use inertia::InertiaProps;

#[derive(InertiaProps)]
struct Home {
    title: String,
}

#[inertia::page("Home")]
async fn home() -> Home {
    "Home"
}

fn main() {
    let _: axum::Router = axum::Router::new().route("/", axum::routing::get(home));
}
