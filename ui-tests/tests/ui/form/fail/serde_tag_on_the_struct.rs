use inertia::InertiaForm;

#[derive(InertiaForm)]
#[serde(tag = "kind")]
struct Form {
    email: String,
}

fn main() {}
