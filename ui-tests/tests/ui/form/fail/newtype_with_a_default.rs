use inertia::InertiaForm;

#[derive(InertiaForm, Default)]
#[serde(default)]
struct Email(String);

fn main() {}
