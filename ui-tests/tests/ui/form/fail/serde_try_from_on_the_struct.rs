use inertia::InertiaForm;

#[derive(InertiaForm)]
#[serde(try_from = "String")]
struct Form {
    email: String,
}

fn main() {}
