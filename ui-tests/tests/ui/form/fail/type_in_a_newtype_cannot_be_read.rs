use inertia::InertiaForm;

struct Slug(String);

#[derive(InertiaForm)]
struct Wrapped(Slug);

fn main() {}
