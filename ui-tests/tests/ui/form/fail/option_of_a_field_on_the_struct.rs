use inertia::InertiaForm;

#[derive(InertiaForm)]
#[form(message = "is wrong")]
struct Form {
    email: String,
}

fn main() {}
