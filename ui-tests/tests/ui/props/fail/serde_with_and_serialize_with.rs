use inertia::InertiaProps;

#[derive(InertiaProps)]
struct Page {
    #[serde(with = "hex", serialize_with = "hex::write")]
    color: u32,
}

fn main() {}
