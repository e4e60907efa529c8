use inertia::InertiaForm;

#[derive(InertiaForm, garde::Validate, validator::Validate)]
struct Form {
    #[garde(email)]
    #[validate(email)]
    email: String,
}

fn main() {}
