use inertia::{InertiaForm, Redirect, Valid};

#[derive(InertiaForm)]
struct Signup {
    email: String,
}

#[derive(Clone)]
struct App {
    db: u8,
}

#[inertia::precognition(Signup, check = fine(db))]
async fn signup(axum::extract::State(App { db }): axum::extract::State<App>, form: Valid<Signup>) -> Redirect {
    Redirect::to(format!("{db}{}", form.email))
}

fn main() {}
