use inertia::{InertiaForm, Redirect, Valid};

#[derive(InertiaForm)]
struct Signup {
    email: String,
}

#[inertia::precognition(Signup)]
async fn signup(first: Valid<Signup>, form: Valid<Signup>) -> Redirect {
    Redirect::to(form.into_inner().email + &first.email)
}

fn main() {}
