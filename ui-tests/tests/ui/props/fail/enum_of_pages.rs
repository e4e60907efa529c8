use inertia::InertiaProps;

#[derive(InertiaProps)]
enum Page {
    Home,
    About { title: String },
}

fn main() {}
