//! validator's derive beside ours, and both validators on one form.
#![deny(warnings)]
#![allow(dead_code)]

use inertia::InertiaForm;
use validator::Validate;

#[derive(InertiaForm, Validate)]
struct Item {
    #[validate(length(min = 1))]
    name: String,
}

#[derive(InertiaForm, Validate)]
struct Form {
    #[validate(email(message = "is no address"))]
    email: String,
    #[validate(nested)]
    item: Item,
    #[validate(nested)]
    items: Vec<Item>,
    untouched: Option<String>,
}

#[derive(InertiaForm, Validate, garde::Validate)]
#[form(validator = validator)]
struct Both {
    #[garde(email)]
    #[validate(email)]
    email: String,
}

fn is_form<F: InertiaForm>() {}

fn main() {
    is_form::<Form>();
    is_form::<Both>();
}
