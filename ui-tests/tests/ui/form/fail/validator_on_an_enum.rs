use inertia::InertiaForm;

#[derive(InertiaForm)]
#[form(validator = none)]
enum Kind {
    Talk,
}

fn main() {}
