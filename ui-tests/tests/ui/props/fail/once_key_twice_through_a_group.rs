use inertia::{InertiaProps, Lazy};

#[derive(InertiaProps)]
struct Catalog {
    #[once(key = "plans")]
    plans: Lazy<u64>,
}

#[derive(InertiaProps)]
struct Page {
    #[once(key = "plans")]
    offers: Lazy<u64>,
    #[nested]
    catalog: Catalog,
}

fn main() {}
