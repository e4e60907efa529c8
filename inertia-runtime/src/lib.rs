#![doc = include_str!("../docs/guide.md")]

// Generated code says `::inertia::…`, in this crate's own tests and examples too.
#[allow(unused_extern_crates)]
extern crate self as inertia;

mod app;
#[cfg(feature = "embed")]
mod assets;
mod back;
mod build_error;
mod commit;
mod config;
mod csp;
mod csrf;
mod development;
mod error;
mod error_page;
mod errors;
mod extract;
mod finish;
mod flash;
mod form;
mod json_answer;
mod layer;
mod nearest;
mod origin;
mod page;
mod page_object;
mod props;
mod protocol;
mod reason;
mod redirect;
mod render;
mod request;
mod root;
mod routes;
mod security_headers;
mod serve;
mod session;
mod setup_hints;
mod shared;
mod site;
#[cfg(feature = "ssr")]
mod ssr;
mod static_page;
#[cfg(feature = "testing")]
pub mod testing;
#[cfg(feature = "ts")]
pub mod ts;
#[path = "ts/macros.rs"]
mod ts_macros;
mod unsaid;
mod visit;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;

#[doc = include_str!("../docs/derive_inertia_form.md")]
pub use inertia_macros::InertiaForm;
#[doc = include_str!("../docs/derive_inertia_props.md")]
pub use inertia_macros::InertiaProps;
#[doc = include_str!("../docs/page.md")]
pub use inertia_macros::page;
#[doc = include_str!("../docs/precognition.md")]
pub use inertia_macros::precognition;
#[doc = include_str!("../docs/static_page.md")]
pub use inertia_macros::static_page;

/// The README's code compiles, and its test passes.
#[cfg(all(doctest, feature = "embed", feature = "garde", feature = "testing"))]
#[doc = include_str!("../../README.md")]
struct Readme;

/// The crate by which types are named in TypeScript, for `#[derive(inertia::ts_rs::TS)]`.
#[cfg(feature = "ts")]
pub use ts_rs;

#[cfg(feature = "embed")]
pub use crate::assets::Assets;
#[cfg(feature = "multipart")]
pub use crate::form::UploadedFile;
#[cfg(feature = "tera")]
pub use crate::root::Template;
#[cfg(feature = "tower-sessions")]
pub use crate::session::StoreSession;
#[cfg(feature = "ssr")]
pub use crate::ssr::{Ssr, SsrFailure};
pub use crate::{
    app::InertiaApp,
    build_error::BuildError,
    config::Builder,
    csp::CspNonce,
    csrf::Csrf,
    error::{BoxError, Error},
    error_page::{ErrorInfo, ErrorPage, NoErrorPage},
    errors::ErrorBag,
    extract::{Inertia, MissingLayer},
    form::{FormLimits, InertiaForm, Problem, Touched, Valid},
    layer::{InertiaLayer, InertiaService, ResponseFuture},
    page::{IntoPage, Page},
    props::{Cursor, InertiaProps, Lazy, Outcome, Scroll, lazy, try_lazy},
    redirect::{Redirect, location},
    root::vite::{Environment, Vite, ViteError},
    routes::{Named, RouteError, RouteNames, Routes},
    security_headers::SecurityHeaders,
    serve::serve,
    session::{SessionBackend, SessionError, SessionFuture},
    shared::{IntoShared, Provider},
    static_page::{StaticPage, static_page},
};
