use inertia::{InertiaForm, Redirect, Valid};

#[derive(InertiaForm)]
struct Signup {
    email: String,
}

struct Verdict;

fn fine(_: &Signup, _: &inertia::Touched) -> Verdict {
    Verdict
}

#[inertia::precognition(Signup, check = fine())]
async fn signup(form: Valid<Signup>) -> Redirect {
    Redirect::to(form.into_inner().email)
}

fn main() {}
