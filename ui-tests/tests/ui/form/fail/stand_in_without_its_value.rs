use inertia::InertiaForm;

#[derive(InertiaForm)]
struct Form {
    #[form(stand_in)]
    email: String,
}

fn main() {}
