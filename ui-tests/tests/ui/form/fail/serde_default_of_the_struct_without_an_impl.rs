use inertia::InertiaForm;

#[derive(InertiaForm)]
#[serde(default)]
struct Form {
    email: String,
    name: String,
}

fn main() {}
