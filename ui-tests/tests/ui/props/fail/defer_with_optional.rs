use inertia::{InertiaProps, Lazy};

#[derive(InertiaProps)]
struct Page {
    #[defer]
    #[optional]
    stats: Lazy<u64>,
}

fn main() {}
