use inertia::InertiaProps;

struct Secret;

#[derive(InertiaProps)]
struct Page {
    secret: Secret,
}

fn main() {}
