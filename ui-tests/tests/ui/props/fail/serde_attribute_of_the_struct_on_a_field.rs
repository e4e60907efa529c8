use inertia::{InertiaProps};

#[derive(InertiaProps)]
struct Home {
    #[serde(rename_all = "camelCase")]
    visits: u32,
}

fn main() {}
