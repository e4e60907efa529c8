use inertia::InertiaForm;

#[derive(InertiaForm)]
struct Form {
    #[form(validator = none)]
    email: String,
}

fn main() {}
