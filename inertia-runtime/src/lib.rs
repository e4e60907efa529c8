//! Inertia.js pages for axum, declared with derive macros and written straight into the response.

// Generated code says `::inertia::…`, in this crate's own tests and examples too.
#[allow(unused_extern_crates)]
extern crate self as inertia;

mod config;
mod error;
mod extract;
mod finish;
mod layer;
mod origin;
mod page;
mod page_object;
mod props;
mod protocol;
mod redirect;
mod render;
mod request;
mod root;
mod serve;
mod shared;
mod site;
mod static_page;
mod visit;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;

pub use inertia_macros::{InertiaProps, page};

pub use crate::{
    config::{BuildError, Builder, InertiaApp},
    error::{BoxError, Error},
    extract::{Inertia, MissingLayer},
    layer::{InertiaLayer, InertiaService, ResponseFuture},
    page::{IntoPage, Page},
    props::{Cursor, InertiaProps, Lazy, Outcome, Scroll, lazy, try_lazy},
    redirect::{Redirect, location},
    root::vite::{Environment, Vite, ViteError},
    serve::serve,
    shared::{IntoShared, Provider},
    static_page::{StaticPage, static_page},
    visit::CspNonce,
};
