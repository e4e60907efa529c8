use inertia::InertiaForm;

#[derive(InertiaForm)]
struct Guest {
    #[form(rename = "firstName")]
    name: String,
}

fn main() {}
