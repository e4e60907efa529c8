use inertia::InertiaForm;

#[derive(InertiaForm)]
struct Form {
    email: String,
    #[serde(alias = "email")]
    mail: String,
}

fn main() {}
