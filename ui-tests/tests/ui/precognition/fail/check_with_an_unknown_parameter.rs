use inertia::{InertiaForm, Redirect, Valid};

#[derive(InertiaForm)]
struct Signup {
    email: String,
}

#[inertia::precognition(Signup, check = fine(url))]
async fn signup(uri: axum::http::Uri, form: Valid<Signup>) -> Redirect {
    Redirect::to(form.into_inner().email + uri.path())
}

fn main() {}
