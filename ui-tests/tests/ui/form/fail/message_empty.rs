use inertia::InertiaForm;

#[derive(InertiaForm)]
struct Guest {
    #[form(required = "")]
    name: String,
}

fn main() {}
