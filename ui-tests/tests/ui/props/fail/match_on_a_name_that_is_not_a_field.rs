use inertia::InertiaProps;

#[derive(serde::Serialize)]
struct Row {
    id: u64,
}

#[derive(InertiaProps)]
struct Page {
    #[prepend(match_on = "row id")]
    rows: Vec<Row>,
}

fn main() {}
