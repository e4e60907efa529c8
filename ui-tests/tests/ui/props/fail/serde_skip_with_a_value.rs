use inertia::InertiaProps;

#[derive(InertiaProps)]
struct Page {
    #[serde(skip = true)]
    cache: Vec<u8>,
}

fn main() {}
