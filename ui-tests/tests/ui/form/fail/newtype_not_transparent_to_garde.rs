use inertia::InertiaForm;

#[derive(InertiaForm, garde::Validate)]
struct Email(#[garde(email)] String);

fn main() {}
