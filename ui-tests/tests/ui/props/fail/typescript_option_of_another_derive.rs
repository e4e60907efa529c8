use inertia::InertiaProps;

#[derive(InertiaProps)]
#[ts(export)]
struct Home {
    name: String,
}

fn main() {}
