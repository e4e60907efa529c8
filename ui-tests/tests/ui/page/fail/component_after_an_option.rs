use inertia::InertiaProps;

#[derive(InertiaProps)]
struct Home {
    title: String,
}

#[inertia::page(encrypt_history, "Home")]
async fn home() -> Home {
    Home { title: String::new() }
}

fn main() {}
