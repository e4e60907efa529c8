use axum::extract::State;
use inertia::InertiaProps;

#[derive(InertiaProps)]
struct Home {
    title: String,
}

#[inertia::page("Home")]
async fn home(State(_): State<impl Clone>) -> Home {
    Home { title: String::new() }
}

fn main() {}
