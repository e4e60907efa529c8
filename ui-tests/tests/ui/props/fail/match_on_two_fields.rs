use inertia::InertiaProps;

#[derive(serde::Serialize)]
struct Row {
    id: u64,
    slug: String,
}

#[derive(InertiaProps)]
struct Page {
    #[merge(match_on("id", "slug"))]
    rows: Vec<Row>,
}

fn main() {}
