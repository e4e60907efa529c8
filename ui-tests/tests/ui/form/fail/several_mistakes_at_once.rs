use inertia::{InertiaForm, Valid};

#[derive(InertiaForm)]
#[serde(untagged)]
struct Form {
    #[form(mesage = "is wrong", required)]
    email: String,
    #[serde(rename = "a.b", flatten)]
    inner: Vec<u8>,
}

fn is_form<F: InertiaForm>(_: Valid<F>) {}

fn main() {
    is_form(Valid(Form { email: String::new(), inner: vec![] }));
}
