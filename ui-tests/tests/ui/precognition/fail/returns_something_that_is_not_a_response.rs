use inertia::{InertiaForm, Valid};

#[derive(InertiaForm)]
struct Signup {
    email: String,
}

struct Done;

#[inertia::precognition(Signup)]
async fn signup(_: Valid<Signup>) -> Done {
    Done
}

fn main() {}
