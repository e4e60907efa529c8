use inertia::{InertiaForm, Redirect, Valid};

#[derive(InertiaForm)]
struct Signup {
    email: String,
}

struct Local(*const u8);

#[inertia::precognition(Signup)]
async fn signup(form: Valid<Signup>) -> Redirect {
    let local = Local(std::ptr::null());
    std::future::ready(()).await;
    let Local(_) = local;
    Redirect::to(form.into_inner().email)
}

fn main() {}
