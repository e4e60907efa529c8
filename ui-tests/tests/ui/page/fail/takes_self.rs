use inertia::InertiaProps;

#[derive(InertiaProps)]
struct Home {
    title: String,
}

impl Home {
    #[inertia::page("Home")]
    async fn home(&self) -> Home {
        Home { title: String::new() }
    }
}

fn main() {}
