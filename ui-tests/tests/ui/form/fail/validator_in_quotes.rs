use inertia::InertiaForm;

#[derive(InertiaForm)]
#[form(validator = "none")]
struct Form {
    email: String,
}

fn main() {}
