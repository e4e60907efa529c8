use inertia::{InertiaProps, Lazy, Scroll};

#[derive(serde::Serialize)]
struct Row {
    id: u64,
}

#[derive(InertiaProps)]
struct Page {
    #[scroll(wrapper = "data.items")]
    feed: Lazy<Scroll<Row>>,
}

fn main() {}
