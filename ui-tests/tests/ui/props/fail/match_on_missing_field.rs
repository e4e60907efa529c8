use inertia::{InertiaProps, Lazy};

#[derive(serde::Serialize)]
struct Row {
    id: u64,
}

#[derive(InertiaProps)]
struct Page {
    #[merge(match_on = "uid")]
    rows: Lazy<Vec<Row>>,
}

fn main() {}
