use inertia::{InertiaProps, Lazy};

#[derive(serde::Serialize)]
struct Row {
    id: u64,
}

#[derive(serde::Serialize)]
struct Found {
    rows: Vec<Row>,
    total: Total,
}

#[derive(serde::Serialize)]
struct Total;

#[derive(InertiaProps)]
struct Page {
    #[merge(at = "total", match_on = "id")]
    found: Lazy<Found>,
}

fn main() {}
