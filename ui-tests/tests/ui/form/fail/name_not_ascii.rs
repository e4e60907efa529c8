use inertia::InertiaForm;

#[derive(InertiaForm)]
struct Form {
    größe: u8,
}

fn main() {}
