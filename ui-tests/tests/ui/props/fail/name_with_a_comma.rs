use inertia::InertiaProps;

#[derive(InertiaProps)]
struct Page {
    #[serde(rename = "first,second")]
    both: u64,
}

fn main() {}
