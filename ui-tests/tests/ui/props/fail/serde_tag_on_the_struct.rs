use inertia::InertiaProps;

#[derive(InertiaProps)]
#[serde(tag = "type")]
struct Page {
    title: String
}

fn main() {}
