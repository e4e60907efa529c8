use inertia::{InertiaProps, Lazy};

struct Secret;

type Later = Lazy<Secret>;

#[derive(InertiaProps)]
struct Page {
    secret: Later,
}

fn main() {}
