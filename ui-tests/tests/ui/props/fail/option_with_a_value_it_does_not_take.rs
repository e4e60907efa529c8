use inertia::{InertiaProps, Lazy};

#[derive(InertiaProps)]
struct Page {
    #[optional(rescue = true)]
    export: Lazy<u64>,
}

fn main() {}
