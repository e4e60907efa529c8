use inertia::InertiaProps;

#[derive(InertiaProps)]
struct Home {
    title: String,
}

#[inertia::page("Home", crate = inertia)]
async fn home() -> Home {
    Home { title: String::new() }
}

fn main() {}
