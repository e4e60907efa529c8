use inertia::{InertiaProps, Lazy};

#[derive(InertiaProps)]
struct Page {
    #[once(key = "plans,v2")]
    plans: Lazy<u64>,
}

fn main() {}
