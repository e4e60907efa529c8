use inertia::InertiaForm;

struct Address {
    zip: String,
}

#[derive(InertiaForm)]
struct Form {
    address: Address,
}

fn main() {}
