use inertia::InertiaProps;

#[derive(serde::Serialize)]
struct Plans;

#[derive(InertiaProps)]
struct Page {
    #[once]
    plans: Plans,
}

fn main() {}
