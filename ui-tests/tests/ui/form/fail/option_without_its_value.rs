use inertia::InertiaForm;

#[derive(InertiaForm)]
struct Form {
    #[form(required)]
    email: String,
}

fn main() {}
