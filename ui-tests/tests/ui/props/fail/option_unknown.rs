use inertia::{InertiaProps, Lazy};

#[derive(InertiaProps)]
struct Page {
    #[once(store = "session")]
    plans: Lazy<u64>,
}

fn main() {}
