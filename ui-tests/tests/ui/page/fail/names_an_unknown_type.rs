use inertia::InertiaProps;

#[derive(InertiaProps)]
struct Home {
    title: String,
}

#[inertia::page("Home")]
async fn home(_: axum::extract::State<Database>) -> Home {
    Home { title: String::new() }
}

fn main() {}
