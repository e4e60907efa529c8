use inertia::{InertiaForm, Redirect, Valid};

#[derive(InertiaForm)]
struct Signup {
    email: String,
}

async fn fine(_: &Signup, _: &inertia::Touched) -> Result<(), inertia::ErrorBag> {
    Ok(())
}

#[inertia::precognition(Signup, check = fine(), check = fine())]
async fn signup(form: Valid<Signup>) -> Redirect {
    Redirect::to(form.into_inner().email)
}

fn main() {}
