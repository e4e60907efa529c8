use inertia::{InertiaProps, Lazy};

#[derive(InertiaProps)]
struct Page {
    #[inertia(deffer)]
    stats: Lazy<u64>,
}

fn main() {}
