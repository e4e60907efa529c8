use inertia::InertiaForm;

#[derive(InertiaForm)]
#[serde(into = "String")]
struct Form {
    email: String,
}

fn main() {}
