use inertia::InertiaProps;

#[derive(InertiaProps)]
struct Home {
    title: String,
}

#[inertia::page("Home", encrypt_histroy)]
async fn home() -> Home {
    Home { title: String::new() }
}

fn main() {
    let _: axum::Router = axum::Router::new().route("/", axum::routing::get(home));
}
