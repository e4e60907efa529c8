use inertia::InertiaProps;

#[derive(InertiaProps)]
struct Page(String, u64);

fn main() {}
