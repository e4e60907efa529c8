use inertia::InertiaProps;

#[derive(InertiaProps)]
struct Page {
    #[always(rescue)]
    user: String,
}

fn main() {}
