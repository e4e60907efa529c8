use inertia::InertiaProps;

#[derive(InertiaProps)]
struct Page {
    #[merge]
    #[prepend]
    rows: Vec<u64>,
}

fn main() {}
