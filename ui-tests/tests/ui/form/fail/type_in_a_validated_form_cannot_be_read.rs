use inertia::InertiaForm;

struct Slug(String);

#[derive(InertiaForm, garde::Validate)]
struct Form {
    #[garde(skip)]
    slug: Slug,
}

fn main() {}
