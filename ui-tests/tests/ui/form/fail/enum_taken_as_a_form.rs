use inertia::{InertiaForm, Valid};

#[derive(InertiaForm)]
enum Kind {
    Talk,
}

fn is_form<F: InertiaForm>(_: Valid<F>) {}

fn main() {
    is_form(Valid(Kind::Talk));
}
