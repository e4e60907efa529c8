use inertia::{InertiaProps, Lazy};

#[derive(InertiaProps)]
struct Page {
    #[once(expires_in = "9000w")]
    plans: Lazy<u64>,
}

fn main() {}
