use inertia::InertiaForm;

#[derive(InertiaForm)]
struct Form {
    #[form(stand_in = "none")]
    age: u8,
}

fn main() {}
