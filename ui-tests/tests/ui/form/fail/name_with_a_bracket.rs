use inertia::InertiaForm;

#[derive(InertiaForm)]
struct Form {
    #[serde(rename = "emails[]")]
    emails: Vec<String>,
}

fn main() {}
