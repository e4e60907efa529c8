use inertia::{InertiaForm, Redirect, Valid};

#[derive(InertiaForm)]
struct Signup {
    email: String,
}

#[derive(Clone)]
struct Db;

async fn fine(_: &Signup, _: &inertia::Touched) -> Result<(), inertia::ErrorBag> {
    Ok(())
}

#[inertia::precognition(Signup, check = fine)]
async fn signup(axum::extract::State(_): axum::extract::State<Db>, form: Valid<Signup>) -> Redirect {
    Redirect::to(form.into_inner().email)
}

fn main() {}
