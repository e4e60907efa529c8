use inertia::{InertiaForm, Redirect, Valid};

#[derive(InertiaForm)]
struct Signup {
    email: String,
}

#[derive(InertiaForm)]
struct Login {
    email: String,
}

#[inertia::precognition(Signup)]
async fn signup(form: Valid<Login>) -> Redirect {
    Redirect::to(form.into_inner().email)
}

fn main() {}
