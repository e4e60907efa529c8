use inertia::InertiaProps;

#[derive(InertiaProps)]
struct Page {
    #[serde(rename = 1)]
    title: String,
}

fn main() {}
