use inertia::InertiaForm;

#[derive(InertiaForm)]
#[serde(from = "String")]
struct Form {
    email: String,
}

fn main() {}
