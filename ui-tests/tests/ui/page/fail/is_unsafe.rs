use inertia::InertiaProps;

#[derive(InertiaProps)]
struct Home {
    title: String,
}

#[inertia::page("Home")]
async unsafe fn home() -> Home {
    Home { title: String::new() }
}

fn main() {}
