use inertia::{InertiaProps, Lazy, Page};

#[derive(InertiaProps)]
struct Home {
    #[defer(group = )]
    visits: Lazy<u32>,
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
