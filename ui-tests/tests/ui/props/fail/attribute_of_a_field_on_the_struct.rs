use inertia::InertiaProps;

#[derive(InertiaProps)]
#[always]
struct Page {
    title: String
}

fn main() {}
