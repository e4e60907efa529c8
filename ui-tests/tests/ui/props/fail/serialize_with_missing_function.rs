use inertia::InertiaProps;

mod hex {}

#[derive(InertiaProps)]
struct Page {
    #[serde(serialize_with = "hex::write")]
    color: u32,
}

fn main() {}
