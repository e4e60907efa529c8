use inertia::{InertiaProps, Lazy};

#[derive(InertiaProps)]
struct Home {
    #[defer(timeout = 5)]
    visits: Lazy<u32>,
}

fn main() {}
