//! The settings of an application, and their defaults.

#[cfg(feature = "tera")]
use crate::routes::RouteError;
#[cfg(feature = "ssr")]
use crate::ssr::Ssr;
use crate::{
    app::{csrf::Csrf, error_page::ErasedErrorPage},
    document::RootOptions,
    flash::settings::SessionSettings,
    form::{FormLimits, Wording},
    page::shared::ErasedProvider,
    response::security_headers::SecurityHeaders,
};

/// Everything that does not depend on the state's type.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a setting of its own")]
pub(super) struct Settings {
    pub(super) providers: Vec<Box<dyn ErasedProvider>>,
    pub(super) session: SessionSettings,
    pub(super) csrf: Csrf,
    pub(super) error_page: Option<Box<dyn ErasedErrorPage>>,
    pub(super) debug: bool,
    pub(super) all_errors: bool,
    pub(super) root: RootOptions,
    #[cfg(feature = "ssr")]
    pub(super) ssr: Option<Ssr>,
    pub(super) csp: Option<String>,
    pub(super) security_headers: SecurityHeaders,
    #[cfg(feature = "tera")]
    pub(super) routes: Option<Result<String, RouteError>>,
    pub(super) version: Option<String>,
    pub(super) encrypt_history: bool,
    pub(super) public_url: Option<String>,
    pub(super) trust_forwarded: bool,
    pub(super) fallback_url: Option<String>,
    pub(super) redirect_schemes: Vec<String>,
    pub(super) form_limits: FormLimits,
    pub(super) form_messages: Option<Wording>,
    #[cfg(feature = "ts")]
    pub(super) typescript: Option<crate::app::typescript::TypeScript>,
}

impl Settings {
    pub(super) fn new() -> Self {
        Self {
            providers: Vec::new(),
            session: SessionSettings::default(),
            csrf: Csrf::new(),
            error_page: None,
            debug: cfg!(debug_assertions),
            all_errors: false,
            root: RootOptions::default(),
            #[cfg(feature = "ssr")]
            ssr: None,
            csp: None,
            security_headers: SecurityHeaders::new(),
            #[cfg(feature = "tera")]
            routes: None,
            version: None,
            encrypt_history: false,
            public_url: None,
            trust_forwarded: false,
            fallback_url: None,
            redirect_schemes: Vec::new(),
            form_limits: FormLimits::new(),
            form_messages: None,
            #[cfg(feature = "ts")]
            typescript: None,
        }
    }
}
