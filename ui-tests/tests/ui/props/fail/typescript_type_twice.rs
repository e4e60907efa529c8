use inertia::InertiaProps;

#[derive(InertiaProps)]
struct Home {
    #[ts(type = "string", as = "String")]
    name: String,
}

fn main() {}
