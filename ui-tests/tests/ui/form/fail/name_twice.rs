use inertia::InertiaForm;

#[derive(InertiaForm)]
struct Form {
    email: String,
    #[serde(rename = "email")]
    mail: String,
}

fn main() {}
