use inertia::InertiaProps;

#[derive(InertiaProps)]
struct Page {
    größe: u64,
}

fn main() {}
