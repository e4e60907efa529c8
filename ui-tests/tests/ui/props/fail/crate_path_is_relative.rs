use inertia::InertiaProps;

#[derive(InertiaProps)]
#[inertia(crate = renamed)]
struct Page {
    title: String
}

fn main() {}
