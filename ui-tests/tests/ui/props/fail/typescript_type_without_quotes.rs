use inertia::InertiaProps;

#[derive(InertiaProps)]
struct Home {
    #[ts(type = string)]
    name: String,
}

fn main() {}
