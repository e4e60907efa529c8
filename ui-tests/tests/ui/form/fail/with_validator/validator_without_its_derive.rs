use inertia::InertiaForm;

#[derive(InertiaForm)]
#[form(validator = validator)]
struct Form {
    email: String,
}

fn main() {}
