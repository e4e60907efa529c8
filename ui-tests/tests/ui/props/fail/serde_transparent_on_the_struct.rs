use inertia::InertiaProps;

#[derive(InertiaProps)]
#[serde(transparent)]
struct Page {
    title: String
}

fn main() {}
