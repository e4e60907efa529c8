use inertia::InertiaForm;

#[derive(InertiaForm)]
#[form(crate = renamed)]
struct Form {
    email: String,
}

fn main() {}
