use inertia::InertiaProps;

#[derive(InertiaProps)]
#[inertia(crate = ::inertia, crate = ::inertia)]
struct Page {
    title: String
}

fn main() {}
