use inertia::{InertiaForm, Redirect, Valid};

#[derive(InertiaForm)]
struct Signup {
    email: String,
}

struct Local(*const u8);

async fn fine(_: &Signup, _: &inertia::Touched) -> Result<(), inertia::ErrorBag> {
    let local = Local(std::ptr::null());
    std::future::ready(()).await;
    let Local(_) = local;
    Ok(())
}

#[inertia::precognition(Signup, check = fine())]
async fn signup(form: Valid<Signup>) -> Redirect {
    Redirect::to(form.into_inner().email)
}

fn main() {}
