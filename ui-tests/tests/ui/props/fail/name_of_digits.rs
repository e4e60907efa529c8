use inertia::InertiaProps;

#[derive(InertiaProps)]
struct Page {
    #[serde(rename = "2024")]
    year: u64,
}

fn main() {}
