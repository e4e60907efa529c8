use inertia::InertiaProps;

#[derive(InertiaProps)]
struct Page {
    #[serde(rename = "user.name")]
    user_name: String,
}

fn main() {}
