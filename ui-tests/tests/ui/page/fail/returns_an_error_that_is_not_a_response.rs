use inertia::InertiaProps;

#[derive(InertiaProps)]
struct Home {
    title: String,
}

struct Failure;

#[inertia::page("Home")]
async fn home() -> Result<Home, Failure> {
    Ok(Home { title: String::new() })
}

fn main() {}
