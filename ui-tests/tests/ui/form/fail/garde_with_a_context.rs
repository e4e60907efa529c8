use inertia::InertiaForm;

struct Limits;

#[derive(InertiaForm, garde::Validate)]
#[garde(context(Limits))]
struct Form {
    #[garde(email)]
    email: String,
}

fn main() {}
