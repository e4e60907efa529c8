use inertia::InertiaForm;

#[derive(InertiaForm)]
#[serde(deny_unknown_fields)]
struct Form {
    email: String,
}

fn main() {}
