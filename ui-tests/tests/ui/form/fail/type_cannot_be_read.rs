use inertia::InertiaForm;

struct Slug(String);

#[derive(InertiaForm)]
struct Form {
    slug: Slug,
}

fn main() {}
