use inertia::InertiaForm;

#[derive(InertiaForm)]
struct Form {
    #[form(message = "is wrong")]
    #[form(message = "is very wrong")]
    email: String,
}

fn main() {}
