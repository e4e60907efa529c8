//! garde's derive beside ours: a form, its parts, lists, newtypes, custom rules.
#![deny(warnings)]
#![allow(dead_code)]

use std::collections::BTreeMap;

use inertia::InertiaForm;

#[derive(InertiaForm, garde::Validate)]
#[garde(transparent)]
struct Email(#[garde(email)] String);

#[derive(InertiaForm, Clone, Copy, PartialEq)]
enum Kind {
    Talk,
    Workshop,
}

#[derive(serde::Deserialize)]
struct Slug(String);

#[derive(garde::Validate, InertiaForm)]
struct Item {
    #[garde(length(min = 1))]
    name: String,
    #[garde(range(min = 1))]
    price: u32,
}

fn not_root(name: &str, _: &()) -> garde::Result {
    if name == "root" { Err(garde::Error::new("is taken")) } else { Ok(()) }
}

#[derive(InertiaForm, garde::Validate)]
#[serde(rename_all = "camelCase")]
struct Form {
    #[garde(length(min = 1, max = 12), custom(not_root))]
    #[form(message = "is no name", required = "is needed")]
    user_name: String,
    #[garde(dive)]
    email: Email,
    #[garde(skip)]
    kind: Kind,
    #[garde(dive)]
    items: Vec<Item>,
    #[garde(dive)]
    by_name: BTreeMap<String, Item>,
    #[garde(dive)]
    maybe: Option<Item>,
    #[garde(inner(range(max = 5)))]
    list: Vec<u8>,
    #[garde(skip)]
    #[form(stand_in = Slug(String::new()))]
    slug: Slug,
    #[garde(skip)]
    maybe_slug: Option<Slug>,
    #[garde(skip)]
    slugs: Vec<Slug>,
    #[garde(skip)]
    #[serde(default = "slug")]
    with_default: Slug,
    #[garde(matches(user_name))]
    r#again: String,
}

fn slug() -> Slug {
    Slug(String::new())
}

/// A form may have all its rules in the types of its fields.
#[derive(InertiaForm, garde::Validate)]
#[garde(allow_unvalidated)]
struct Unvalidated {
    text: String,
}

/// A form may have no validator.
#[derive(InertiaForm, garde::Validate)]
#[form(validator = none)]
struct ByHand {
    #[garde(email)]
    email: String,
    #[garde(skip)]
    slug: Slug,
}

fn is_form<F: InertiaForm>() {}

fn main() {
    is_form::<Form>();
    is_form::<Unvalidated>();
    is_form::<ByHand>();
}
