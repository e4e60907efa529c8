use inertia::InertiaProps;

#[allow(dead_code)]
struct Auth {
    user: String,
}

#[derive(InertiaProps)]
struct Page {
    #[nested]
    auth: Auth,
}

fn main() {}
