use inertia::InertiaForm;

#[derive(InertiaForm)]
#[form(validator = gadre)]
struct Form {
    email: String,
}

fn main() {}
