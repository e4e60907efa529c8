use inertia::InertiaForm;

#[derive(InertiaForm)]
struct Form {
    #[form(message = wrong)]
    email: String,
}

fn main() {}
