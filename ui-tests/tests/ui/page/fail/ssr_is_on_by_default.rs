use inertia::InertiaProps;

#[derive(InertiaProps)]
struct Home {
    title: String,
}

#[inertia::page("Home", ssr = true)]
async fn home() -> Home {
    Home { title: String::new() }
}

fn main() {}
