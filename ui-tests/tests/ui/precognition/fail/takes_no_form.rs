use inertia::{InertiaForm, Redirect};

#[derive(InertiaForm)]
struct Signup {
    email: String,
}

#[inertia::precognition(Signup)]
async fn signup() -> Redirect {
    Redirect::back()
}

fn main() {}
