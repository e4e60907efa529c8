use inertia::{InertiaProps, Lazy, Scroll};

#[derive(serde::Serialize)]
struct Row {
    id: u64,
}

#[derive(InertiaProps)]
struct Page {
    #[scroll]
    #[once(expires_in = "1h")]
    feed: Lazy<Scroll<Row>>,
}

fn main() {}
