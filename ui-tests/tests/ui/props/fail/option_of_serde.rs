use inertia::{InertiaProps};

#[derive(InertiaProps)]
struct Home {
    #[inertia(rename = "count")]
    visits: u32,
}

fn main() {}
