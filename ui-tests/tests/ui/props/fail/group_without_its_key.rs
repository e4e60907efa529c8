use inertia::{InertiaProps, Lazy};

#[derive(InertiaProps)]
struct Home {
    #[defer("stats")]
    visits: Lazy<u32>,
}

fn main() {}
