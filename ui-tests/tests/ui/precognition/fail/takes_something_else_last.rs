use inertia::{InertiaForm, Redirect};

#[derive(InertiaForm)]
struct Signup {
    email: String,
}

#[inertia::precognition(Signup)]
async fn signup(form: axum::Json<u8>) -> Redirect {
    Redirect::to(form.to_string())
}

fn main() {}
