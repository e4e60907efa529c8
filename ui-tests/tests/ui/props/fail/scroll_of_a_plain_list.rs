use inertia::InertiaProps;

#[derive(serde::Serialize)]
struct Feed;

#[derive(InertiaProps)]
struct Page {
    #[scroll]
    feed: Feed,
}

fn main() {}
