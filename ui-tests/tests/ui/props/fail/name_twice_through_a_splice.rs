use inertia::InertiaProps;

#[derive(InertiaProps)]
struct Common {
    title: String,
}

#[derive(InertiaProps)]
struct Page {
    title: String,
    #[nested]
    #[serde(flatten)]
    common: Common,
}

fn main() {}
