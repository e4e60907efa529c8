use inertia::InertiaForm;

#[derive(InertiaForm)]
#[serde(rename_all = "cammelCase")]
struct Form {
    email: String,
}

fn main() {}
