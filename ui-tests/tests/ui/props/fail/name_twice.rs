use inertia::InertiaProps;

#[derive(InertiaProps)]
#[serde(rename_all = "camelCase")]
struct Page {
    #[serde(rename = "userName")]
    user: String,
    user_name: String,
}

fn main() {}
