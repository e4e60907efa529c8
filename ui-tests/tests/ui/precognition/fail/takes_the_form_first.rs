use inertia::{InertiaForm, Redirect, Valid};

#[derive(InertiaForm)]
struct Signup {
    email: String,
}

#[inertia::precognition(Signup)]
async fn signup(form: Valid<Signup>, uri: axum::http::Uri) -> Redirect {
    Redirect::to(form.into_inner().email + uri.path())
}

fn main() {}
