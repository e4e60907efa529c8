use inertia::{InertiaProps, Lazy};

#[derive(InertiaProps)]
struct Page {
    #[defer(gruop = "stats")]
    stats: Lazy<u64>,
}

fn main() {}
