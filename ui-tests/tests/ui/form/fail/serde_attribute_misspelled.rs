use inertia::InertiaForm;

#[derive(InertiaForm)]
struct Form {
    #[serde(defualt)]
    email: String,
}

fn main() {}
