use inertia::{InertiaProps, Lazy};

#[derive(InertiaProps)]
struct Page {
    #[once(key = "plans")]
    plans: Lazy<u64>,
    #[once(key = "plans")]
    offers: Lazy<u64>,
}

fn main() {}
