use inertia::InertiaProps;

#[derive(serde::Serialize)]
struct Export;

#[derive(InertiaProps)]
struct Page {
    #[optional]
    export: Export,
}

fn main() {}
