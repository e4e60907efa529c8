use inertia::InertiaForm;

#[derive(serde::Deserialize)]
struct Slug(String);

#[derive(InertiaForm)]
struct Form {
    #[serde(default)]
    slug: Slug,
}

fn main() {}
