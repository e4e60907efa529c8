use inertia::{InertiaProps, Lazy, Scroll};

struct Secret;

#[derive(InertiaProps)]
struct Page {
    #[scroll]
    feed: Lazy<Scroll<Secret>>,
}

fn main() {}
