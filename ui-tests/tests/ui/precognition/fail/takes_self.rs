use inertia::{InertiaForm, Redirect, Valid};

#[derive(InertiaForm)]
struct Signup {
    email: String,
}

struct Controller;

impl Controller {
    #[inertia::precognition(Signup)]
    async fn signup(&self, form: Valid<Signup>) -> Redirect {
        Redirect::to(form.into_inner().email)
    }
}

fn main() {}
