use inertia::{InertiaForm, Redirect, Valid};

#[derive(InertiaForm)]
struct Signup {
    email: String,
}

#[inertia::precognition(Signup, check = fine(uri, method))]
async fn signup(uri: axum::http::Uri, method: axum::http::Method, form: Valid<Signup>) -> Redirect {
    Redirect::to(format!("{uri}{method}{}", form.email))
}

fn main() {}
