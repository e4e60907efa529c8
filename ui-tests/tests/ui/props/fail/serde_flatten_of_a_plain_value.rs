use inertia::InertiaProps;

#[derive(serde::Serialize)]
struct Row {
    id: u64,
}

#[derive(InertiaProps)]
struct Page {
    title: String,
    #[serde(flatten)]
    row: Row,
}

fn main() {}
