use inertia::InertiaProps;

#[derive(InertiaProps)]
struct Home {
    title: String,
}

#[inertia::page("Home")]
async fn home() -> Home {
    let title: String = 3;
    Home { title }
}

fn main() {
    let _: axum::Router = axum::Router::new().route("/", axum::routing::get(home));
}
