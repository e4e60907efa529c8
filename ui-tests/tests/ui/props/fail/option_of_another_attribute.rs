use inertia::{InertiaProps, Lazy};

#[derive(InertiaProps)]
struct Page {
    #[once(timeout = "2s")]
    plans: Lazy<u64>,
}

fn main() {}
