use inertia::InertiaForm;

#[derive(InertiaForm)]
struct Form {
    #[form(required = "is needed")]
    #[serde(default)]
    email: String,
}

fn main() {}
