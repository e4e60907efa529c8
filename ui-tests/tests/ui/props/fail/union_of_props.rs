use inertia::InertiaProps;

#[derive(InertiaProps)]
union Page {
    small: u8,
    large: u64,
}

fn main() {}
