use inertia::{InertiaForm, Redirect, Valid};

#[derive(InertiaForm)]
struct Signup {
    email: String,
}

struct Database;

#[inertia::precognition(Signup)]
async fn signup(_: Database, form: Valid<Signup>) -> Redirect {
    Redirect::to(form.into_inner().email)
}

fn main() {
    let _: axum::Router = axum::Router::new().route("/", axum::routing::post(signup));
}
