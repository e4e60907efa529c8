use inertia::InertiaForm;

#[derive(InertiaForm)]
#[serde(untagged)]
struct Form {
    email: String,
}

fn main() {}
