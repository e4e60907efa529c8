use inertia::{InertiaProps, Lazy};

#[derive(InertiaProps)]
struct Page {
    #[defer(timeout = 2)]
    stats: Lazy<u64>,
}

fn main() {}
