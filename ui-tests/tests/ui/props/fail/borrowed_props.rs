use inertia::InertiaProps;

#[derive(InertiaProps)]
struct Page<'a> {
    title: &'a str,
}

fn main() {}
