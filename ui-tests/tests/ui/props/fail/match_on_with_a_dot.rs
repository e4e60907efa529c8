use inertia::InertiaProps;

#[derive(serde::Serialize)]
struct Row {
    id: u64,
}

#[derive(InertiaProps)]
struct Page {
    #[merge(match_on = "data.id")]
    rows: Vec<Row>,
}

fn main() {}
