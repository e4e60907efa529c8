use inertia::{InertiaForm, Redirect, Valid};

#[derive(InertiaForm)]
struct Signup {
    email: String,
}

struct Failure;

#[inertia::precognition(Signup)]
async fn signup(form: Valid<Signup>) -> Result<Redirect, Failure> {
    Ok(Redirect::to(form.into_inner().email))
}

fn main() {}
