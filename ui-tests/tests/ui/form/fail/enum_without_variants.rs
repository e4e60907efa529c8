use inertia::InertiaForm;

#[derive(InertiaForm)]
enum Kind {}

fn main() {}
