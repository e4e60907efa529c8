use inertia::InertiaProps;

#[derive(InertiaProps)]
struct Page {
    #[serde(renamed = "name")]
    title: String,
}

fn main() {}
