use inertia::InertiaProps;

#[derive(InertiaProps)]
struct Home {
    title: String,
}

type A = axum::http::Method;

#[inertia::page("Home")]
async fn home(
    _: A, _: A, _: A, _: A, _: A, _: A, _: A, _: A,
    _: A, _: A, _: A, _: A, _: A, _: A, _: A, _: A,
) -> Home {
    Home { title: String::new() }
}

fn main() {}
