use inertia::{InertiaProps, Lazy};

#[derive(InertiaProps)]
struct Page {
    #[defer = "stats"]
    stats: Lazy<u64>,
}

fn main() {}
