use inertia::{InertiaForm, Redirect, Valid};

#[derive(InertiaForm)]
struct Signup {
    email: String,
}

#[inertia::precognition(Signup)]
async fn signup(form: Valid<Signup>) -> Redirect {
    let count: u32 = form.into_inner().email;
    Redirect::to(count.to_string())
}

fn main() {}
