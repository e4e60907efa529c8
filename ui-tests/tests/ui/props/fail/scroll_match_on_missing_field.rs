use inertia::{InertiaProps, Lazy, Scroll};

#[derive(serde::Serialize)]
struct Row {
    id: u64,
}

#[derive(InertiaProps)]
struct Page {
    #[scroll(match_on = "uid")]
    feed: Lazy<Scroll<Row>>,
}

fn main() {}
