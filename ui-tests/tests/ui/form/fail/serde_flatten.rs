use inertia::InertiaForm;

#[derive(InertiaForm)]
struct Address {
    zip: String,
}

#[derive(InertiaForm)]
struct Form {
    #[serde(flatten)]
    address: Address,
}

fn main() {}
