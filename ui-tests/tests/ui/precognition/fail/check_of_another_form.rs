use inertia::{InertiaForm, Redirect, Valid};

#[derive(InertiaForm)]
struct Signup {
    email: String,
}

struct Login;

async fn fine(_: &Login, _: &inertia::Touched) -> Result<(), inertia::ErrorBag> {
    Ok(())
}

#[inertia::precognition(Signup, check = fine())]
async fn signup(form: Valid<Signup>) -> Redirect {
    Redirect::to(form.into_inner().email)
}

fn main() {}
