use inertia::InertiaForm;

struct Slug(String);

#[derive(InertiaForm)]
struct Form {
    slugs: Vec<Option<Slug>>,
}

fn main() {}
