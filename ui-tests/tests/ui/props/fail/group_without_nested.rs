use inertia::InertiaProps;

#[derive(InertiaProps)]
struct Auth {
    user: String,
}

#[derive(InertiaProps)]
struct Page {
    auth: Auth,
}

fn main() {}
