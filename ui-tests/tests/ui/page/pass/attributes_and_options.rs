//! Docs, `cfg`, deprecation and lint levels are on the generated function, other attributes on the user's; options in any order.
#![deny(warnings)]
#![deny(missing_docs)]

use axum::{Router, routing::get};
use inertia::InertiaProps;

/// The start page.
#[derive(InertiaProps)]
pub struct Home {
    title: String,
}

/// Documented.
#[inertia::page("Home", encrypt_history)]
#[inline]
#[allow(unused_variables)]
pub async fn documented(uri: axum::http::Uri) -> Home {
    let unused = 1;
    Home { title: String::new() }
}

#[cfg(any())]
#[inertia::page("Home")]
async fn never() -> NoSuchType {}

/// Old.
#[deprecated = "write another"]
#[inertia::page("Home", encrypt_history = false)]
pub async fn old() -> Home {
    #![allow(clippy::needless_return)]
    return Home { title: String::new() };
}

#[expect(unused_mut)]
#[inertia::page("A name, with (punctuation) \"and quotes\"", crate = ::inertia, ssr = false, encrypt_history = true,)]
async fn expected() -> Home {
    let mut title = String::new();
    Home { title }
}

fn main() {
    #[expect(deprecated)]
    let _: Router = Router::new().route("/1", get(documented)).route("/2", get(old)).route("/3", get(expected));
}
