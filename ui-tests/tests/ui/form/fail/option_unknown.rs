use inertia::InertiaForm;

#[derive(InertiaForm)]
struct Form {
    #[form(length = 3)]
    email: String,
}

fn main() {}
