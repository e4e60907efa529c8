use inertia::{InertiaProps, Lazy};

#[derive(InertiaProps)]
struct Page {
    #[optional(timeout = "0ms")]
    export: Lazy<u64>,
}

fn main() {}
