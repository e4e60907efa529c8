use inertia::InertiaProps;

#[derive(serde::Serialize)]
struct Row {
    id: u64,
}

#[derive(InertiaProps)]
struct Page {
    #[merge(match_on())]
    rows: Vec<Row>,
}

fn main() {}
