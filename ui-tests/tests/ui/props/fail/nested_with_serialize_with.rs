use inertia::InertiaProps;

#[derive(InertiaProps)]
struct Auth {
    user: String,
}

#[derive(InertiaProps)]
struct Page {
    #[nested]
    #[serde(with = "auth_as_text")]
    auth: Auth,
}

fn main() {}
