use inertia::InertiaForm;

#[derive(InertiaForm)]
#[form(validator)]
struct Form {
    email: String,
}

fn main() {}
