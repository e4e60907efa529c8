use inertia::{InertiaForm, Redirect};

#[derive(InertiaForm)]
struct Signup {
    email: String,
}

#[inertia::precognition(Signup)]
async fn signup(form: Signup) -> Redirect {
    Redirect::to(form.email)
}

fn main() {}
