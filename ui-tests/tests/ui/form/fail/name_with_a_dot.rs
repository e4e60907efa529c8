use inertia::InertiaForm;

#[derive(InertiaForm)]
struct Form {
    #[serde(rename = "user.email")]
    email: String,
}

fn main() {}
