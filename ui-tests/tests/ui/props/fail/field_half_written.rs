use inertia::{InertiaProps, Page};

// The second error is the compiler's own, which reads the struct before the derive does.
#[derive(InertiaProps)]
struct Home {
    visits: u32,
    name
}

#[derive(InertiaProps)]
struct Around {
    #[nested]
    home: Home,
}

#[inertia::page("Home")]
async fn home() -> Home {
    todo!()
}

fn other(home: Home) -> Page<Home> {
    home.page()
}

fn main() {}
