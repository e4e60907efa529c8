use inertia::InertiaForm;

#[derive(InertiaForm)]
#[serde(remote = "Other")]
struct Form {
    email: String,
}

fn main() {}
