use inertia::{InertiaProps, Lazy};

struct Secret;

#[derive(InertiaProps)]
struct Page {
    #[defer]
    secret: Lazy<Secret>,
}

fn main() {}
