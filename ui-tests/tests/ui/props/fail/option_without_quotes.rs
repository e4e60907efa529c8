use inertia::{InertiaProps, Lazy};

#[derive(InertiaProps)]
struct Page {
    #[defer(group = stats)]
    stats: Lazy<u64>,
}

fn main() {}
