use inertia::InertiaProps;

#[derive(InertiaProps)]
#[inertia(crate = crate::inertia)]
struct Page {
    title: String
}

fn main() {}
