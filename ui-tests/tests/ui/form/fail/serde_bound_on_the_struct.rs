use inertia::InertiaForm;

#[derive(InertiaForm)]
#[serde(bound = "")]
struct Form {
    email: String,
}

fn main() {}
