use inertia::InertiaProps;

#[derive(InertiaProps)]
struct Auth {
    user: String,
}

#[derive(InertiaProps)]
struct Page {
    #[nested]
    #[defer]
    auth: Auth,
}

fn main() {}
