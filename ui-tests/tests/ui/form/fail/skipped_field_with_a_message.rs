use inertia::InertiaForm;

#[derive(InertiaForm)]
struct Form {
    #[serde(skip)]
    #[form(message = "is wrong")]
    email: String,
}

fn main() {}
