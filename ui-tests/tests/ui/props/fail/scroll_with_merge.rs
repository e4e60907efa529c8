use inertia::{InertiaProps, Scroll};

#[derive(serde::Serialize)]
struct Row {
    id: u64,
}

#[derive(InertiaProps)]
struct Page {
    #[merge]
    #[scroll]
    feed: Scroll<Row>,
}

fn main() {}
