use inertia::InertiaProps;

#[derive(InertiaProps)]
#[inertia(component = "Home")]
struct Home;

fn main() {}
