use inertia::InertiaForm;

#[derive(InertiaForm)]
#[serde(transparent)]
struct Form {
    email: String,
}

fn main() {}
