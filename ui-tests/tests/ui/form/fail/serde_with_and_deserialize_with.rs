use inertia::InertiaForm;

#[derive(InertiaForm)]
struct Form {
    #[serde(with = "hex", deserialize_with = "hex::read")]
    color: u32,
}

fn main() {}
