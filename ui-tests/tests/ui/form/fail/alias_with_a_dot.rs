use inertia::InertiaForm;

#[derive(InertiaForm)]
struct Form {
    #[serde(alias = "user.email")]
    email: String,
}

fn main() {}
