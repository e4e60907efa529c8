use inertia::InertiaProps;

#[derive(InertiaProps)]
struct Home {
    title: String,
}

#[inertia::page("Home")]
async extern "C" fn home() -> Home {
    Home { title: String::new() }
}

fn main() {}
