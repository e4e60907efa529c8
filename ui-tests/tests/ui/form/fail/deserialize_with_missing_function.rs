use inertia::InertiaForm;

#[derive(InertiaForm)]
struct Form {
    #[serde(deserialize_with = "hex")]
    color: u8,
}

fn main() {}
