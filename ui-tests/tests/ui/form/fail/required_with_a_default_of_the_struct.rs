use inertia::InertiaForm;

#[derive(InertiaForm, Default)]
#[serde(default)]
struct Form {
    #[form(required = "is needed")]
    email: String,
}

fn main() {}
