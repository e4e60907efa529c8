use inertia::InertiaForm;

#[derive(InertiaForm)]
struct Form {
    #[serde(rename = "*")]
    all: String,
}

fn main() {}
