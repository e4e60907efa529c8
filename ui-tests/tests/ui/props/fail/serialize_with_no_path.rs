use inertia::InertiaProps;

#[derive(InertiaProps)]
struct Page {
    #[serde(serialize_with = "write color")]
    color: u32,
}

fn main() {}
