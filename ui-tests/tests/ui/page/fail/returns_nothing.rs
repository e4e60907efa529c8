use inertia::InertiaProps;

#[derive(InertiaProps)]
struct Home {
    title: String,
}

#[inertia::page("Home")]
async fn home() {}

fn main() {}
