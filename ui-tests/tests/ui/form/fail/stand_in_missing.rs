use inertia::InertiaForm;

#[derive(serde::Deserialize)]
struct Slug(String);

#[derive(InertiaForm, garde::Validate)]
struct Form {
    #[garde(skip)]
    slug: Slug,
}

fn main() {}
