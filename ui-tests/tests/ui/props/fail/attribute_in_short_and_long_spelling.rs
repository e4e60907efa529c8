use inertia::InertiaProps;

#[derive(serde::Serialize)]
struct Row {
    id: u64,
}

#[derive(InertiaProps)]
struct Page {
    #[merge]
    #[inertia(merge(match_on = "id"))]
    rows: Vec<Row>,
}

fn main() {}
