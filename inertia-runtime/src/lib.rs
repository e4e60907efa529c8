#![doc = include_str!("../docs/guide.md")]

// Generated code says `::inertia::…`, in this crate's own tests and examples too.
#[allow(unused_extern_crates)]
extern crate self as inertia;

mod app;
mod development;
mod document;
mod error;
mod flash;
mod form;
mod page;
mod props;
mod protocol;
mod request;
mod response;
mod routes;
#[cfg(feature = "ssr")]
mod ssr;
#[cfg(feature = "testing")]
pub mod testing;
#[path = "typescript/macros.rs"]
mod ts_macros;
#[cfg(feature = "ts")]
mod typescript;
mod values;

#[cfg(feature = "ts")]
pub mod ts {
    //! TypeScript out of the types that pages, forms and shared props are declared with.
    //!
    #![doc = include_str!("../docs/typescript.md")]

    pub use crate::app::typescript::{Generated, TypeScript, TypeScriptError};
}

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

#[cfg(feature = "tera")]
pub use crate::document::Template;
#[cfg(feature = "embed")]
pub use crate::document::assets::Assets;
#[cfg(feature = "tower-sessions")]
pub use crate::flash::StoreSession;
#[cfg(feature = "multipart")]
pub use crate::form::UploadedFile;
#[cfg(feature = "ssr")]
pub use crate::ssr::{Ssr, SsrFailure};
pub use crate::{
    app::{
        InertiaApp,
        build_error::BuildError,
        builder::Builder,
        csrf::Csrf,
        error_page::{ErrorInfo, ErrorPage, NoErrorPage},
        layer::{InertiaLayer, InertiaService, ResponseFuture},
        serve::serve,
    },
    document::vite::{Environment, Vite, ViteError},
    error::{BoxError, Error},
    flash::{SessionBackend, SessionError, SessionFuture},
    form::{FormLimits, InertiaForm, Problem, Touched, Valid},
    page::{
        InertiaProps, IntoPage, Page,
        shared::{IntoShared, Provider},
        static_page::{StaticPage, static_page},
    },
    props::{Cursor, Lazy, Outcome, Scroll, lazy, try_lazy},
    request::extract::{Inertia, MissingLayer},
    response::{csp::CspNonce, security_headers::SecurityHeaders},
    routes::{Named, RouteError, RouteNames, Routes},
    values::{
        error_bag::ErrorBag,
        redirect::{Redirect, location},
    },
};
