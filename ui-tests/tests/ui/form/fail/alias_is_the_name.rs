use inertia::InertiaForm;

#[derive(InertiaForm)]
struct Form {
    #[serde(alias = "email")]
    email: String,
}

fn main() {}
