use inertia::InertiaProps;

#[derive(InertiaProps)]
struct Home {
    title: String,
}

#[inertia::page("Home")]
async fn home(#[cfg(unix)] _: axum::http::Uri) -> Home {
    Home { title: String::new() }
}

fn main() {}
