use inertia::{InertiaProps, Lazy};

#[derive(InertiaProps)]
struct Page {
    #[defer(group = "stats", group = "charts")]
    stats: Lazy<u64>,
}

fn main() {}
