use inertia::{InertiaForm, Redirect, Valid};

#[derive(InertiaForm)]
struct Signup {
    email: String,
}

#[inertia::precognition(Signup)]
struct Handler(Valid<Signup>, Redirect);

fn main() {}
