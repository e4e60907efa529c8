use inertia::InertiaProps;

#[derive(InertiaProps)]
struct Page {
    errors: Vec<String>,
}

fn main() {}
