use inertia::InertiaForm;

#[derive(InertiaForm)]
struct Form {
    #[form(mesage = "is wrong")]
    email: String,
}

fn main() {}
