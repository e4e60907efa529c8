use inertia::InertiaProps;

#[derive(serde::Serialize)]
struct Auth {
    user: String,
}

#[derive(InertiaProps)]
struct Page {
    #[nested]
    #[serde(flatten)]
    auth: Auth,
}

fn main() {}
