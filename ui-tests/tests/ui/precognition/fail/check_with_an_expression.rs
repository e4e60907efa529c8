use inertia::{InertiaForm, Redirect, Valid};

#[derive(InertiaForm)]
struct Signup {
    email: String,
}

#[inertia::precognition(Signup, check = fine(&uri))]
async fn signup(uri: axum::http::Uri, form: Valid<Signup>) -> Redirect {
    Redirect::to(form.into_inner().email + uri.path())
}

fn main() {}
