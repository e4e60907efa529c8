use inertia::InertiaProps;

#[derive(InertiaProps)]
struct Page {
    #[serde(rename = "name")]
    #[serde(rename = "label")]
    title: String,
}

fn main() {}
