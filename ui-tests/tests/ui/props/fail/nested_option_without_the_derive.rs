use inertia::InertiaProps;

#[derive(serde::Serialize)]
struct Auth {
    user: String,
}

#[derive(InertiaProps)]
struct Page {
    #[nested]
    auth: Option<Auth>,
}

fn main() {}
