use inertia::InertiaForm;

#[derive(InertiaForm)]
union Form {
    number: u32,
    other: u32,
}

fn main() {}
