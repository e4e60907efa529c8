use inertia::{InertiaForm, Redirect, Valid};

#[derive(InertiaForm)]
struct Signup {
    email: String,
}

use axum::extract::State;

#[inertia::precognition(Signup, check = fine)]
async fn signup(State(_): State<u8>, State(_): State<u16>, form: Valid<Signup>) -> Redirect {
    Redirect::to(form.into_inner().email)
}

fn main() {}
