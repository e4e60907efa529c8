use inertia::InertiaForm;

#[derive(InertiaForm)]
struct Email(#[form(message = "is no address")] String);

fn main() {}
