use inertia::{InertiaForm, Redirect, Valid};

#[derive(InertiaForm)]
struct Signup {
    email: String,
}

#[inertia::precognition(Signup, fallback = 7)]
async fn signup(form: Valid<Signup>) -> Redirect {
    Redirect::to(form.into_inner().email)
}

fn main() {}
