use inertia::InertiaForm;

#[derive(InertiaForm)]
#[form(validator = garde)]
struct Form {
    email: String,
}

fn main() {}
