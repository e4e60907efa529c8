use inertia::InertiaProps;

#[derive(InertiaProps)]
struct Page {
    title: String,
    #[nested]
    parent: Option<Box<Page>>,
}

fn main() {}
