struct Heading;

#[inertia::page("Home")]
async fn home() -> Heading {
    Heading
}

fn main() {
    let _: axum::Router = axum::Router::new().route("/", axum::routing::get(home));
}
