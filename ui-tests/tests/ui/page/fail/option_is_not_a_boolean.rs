use inertia::InertiaProps;

#[derive(InertiaProps)]
struct Home {
    title: String,
}

#[inertia::page("Home", encrypt_history = "yes")]
async fn home() -> Home {
    Home { title: String::new() }
}

fn main() {}
