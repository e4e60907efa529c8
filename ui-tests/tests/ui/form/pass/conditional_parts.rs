//! Fields, variants and attributes under `cfg` and `cfg_attr`.
#![deny(warnings)]
#![allow(dead_code)]

use inertia::InertiaForm;

#[derive(InertiaForm)]
#[cfg_attr(all(), derive(garde::Validate))]
#[cfg_attr(any(), serde(no_such_attribute))]
struct Form {
    #[cfg(any())]
    gone: NoSuchType,
    #[cfg(all())]
    #[cfg_attr(all(), garde(email), serde(rename = "mail"))]
    #[cfg_attr(any(), form(no_such_option))]
    email: String,
    #[garde(skip)]
    kind: Kind,
}

#[derive(InertiaForm)]
enum Kind {
    #[cfg(any())]
    Gone(NoSuchType),
    #[cfg(all())]
    Talk,
}

fn main() {}
