//! Groups in groups: spliced or named, optional or boxed.
#![deny(warnings)]

use inertia::{InertiaProps, Lazy};

#[derive(InertiaProps)]
struct Permissions {
    #[optional]
    roles: Lazy<Vec<String>>,
    can_edit: bool,
}

#[derive(InertiaProps)]
struct Team {
    name: String,
    #[nested]
    permissions: Permissions,
    #[nested]
    parent: Option<Box<Permissions>>,
}

#[derive(InertiaProps)]
struct Auth {
    #[always]
    user: Option<String>,
    #[nested]
    #[serde(skip_serializing_if = "Option::is_none")]
    team: Option<Team>,
    #[once]
    plans: Lazy<u64>,
}

#[derive(InertiaProps)]
struct Common {
    locale: String,
    #[nested]
    #[serde(flatten)]
    more: Box<More>,
}

#[derive(InertiaProps)]
struct More {
    #[defer(group = "more")]
    flags: Lazy<Vec<String>>,
}

#[derive(InertiaProps)]
struct Page {
    #[nested]
    auth: Auth,
    #[serde(flatten)]
    #[nested]
    common: Common,
    #[nested]
    #[serde(rename = "boxed-auth")]
    other: Box<Auth>,
}

fn main() {
    fn is_page<P: inertia::IntoPage>() {}
    is_page::<Page>();
}
