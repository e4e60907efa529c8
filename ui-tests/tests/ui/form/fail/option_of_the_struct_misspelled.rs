use inertia::InertiaForm;

#[derive(InertiaForm)]
#[form(validater = none)]
struct Form {
    email: String,
}

fn main() {}
