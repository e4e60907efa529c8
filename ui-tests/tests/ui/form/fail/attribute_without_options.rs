use inertia::InertiaForm;

#[derive(InertiaForm)]
struct Form {
    #[form]
    email: String,
}

fn main() {}
