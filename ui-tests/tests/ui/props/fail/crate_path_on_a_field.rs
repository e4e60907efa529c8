use inertia::InertiaProps;

#[derive(InertiaProps)]
struct Page {
    #[inertia(crate = ::inertia)]
    title: String,
}

fn main() {}
