use inertia::InertiaForm;

#[derive(InertiaForm)]
struct Form(String, u8);

fn main() {}
