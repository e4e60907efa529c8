use inertia::{InertiaProps, Lazy};

#[derive(InertiaProps)]
struct Page {
    #[always]
    #[defer(group = "stats")]
    stats: Lazy<u64>,
}

fn main() {}
