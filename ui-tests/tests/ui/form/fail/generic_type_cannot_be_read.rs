use inertia::{InertiaForm, Valid};

struct Slug(String);

#[derive(InertiaForm)]
struct Form<T> {
    value: T,
}

fn is_form<F: InertiaForm>(_: Valid<F>) {}

fn main() {
    is_form(Valid(Form { value: Slug(String::new()) }));
}
