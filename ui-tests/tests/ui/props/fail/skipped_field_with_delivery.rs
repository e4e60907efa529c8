use inertia::{InertiaProps, Lazy};

#[derive(InertiaProps)]
struct Page {
    title: String,
    #[serde(skip)]
    #[once]
    plans: Lazy<u64>,
}

fn main() {}
