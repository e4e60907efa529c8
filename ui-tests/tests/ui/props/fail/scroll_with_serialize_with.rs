use inertia::{InertiaProps, Scroll};

#[derive(serde::Serialize)]
struct Row {
    id: u64,
}

#[derive(InertiaProps)]
struct Page {
    #[scroll]
    #[serde(serialize_with = "write_feed")]
    feed: Scroll<Row>,
}

fn main() {}
