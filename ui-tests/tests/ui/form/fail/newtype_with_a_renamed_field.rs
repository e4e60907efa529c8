use inertia::InertiaForm;

#[derive(InertiaForm)]
struct Email(#[serde(rename = "email")] String);

fn main() {}
