use inertia::InertiaProps;

#[derive(InertiaProps)]
#[inertia(krate = ::inertia)]
struct Page {
    title: String
}

fn main() {}
