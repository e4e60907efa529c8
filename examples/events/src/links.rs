//! The addresses that handlers lead to, by the names of their routes.

use inertia::{Named, RouteError, Routes};

use crate::state::AppState;

/// Each address, as a route that is there and takes what is given to it: both are found out when the app starts.
#[derive(Debug)]
pub(crate) struct Links {
    pub(crate) programme: Named<()>,
    pub(crate) event: Named<i64>,
    pub(crate) restore: Named<i64>,
    pub(crate) own_events: Named<()>,
    pub(crate) account: Named<()>,
    pub(crate) sign_up: Named<()>,
    pub(crate) log_in: Named<()>,
}

impl Links {
    /// Looks the names up.
    ///
    /// # Errors
    ///
    /// When one is not there, or its path takes something else.
    pub(crate) fn of(routes: &Routes<AppState>) -> Result<Self, RouteError> {
        Ok(Self {
            programme: routes.named("events.index")?,
            event: routes.named("events.show")?,
            restore: routes.named("events.restore")?,
            own_events: routes.named("events.mine")?,
            account: routes.named("account.show")?,
            sign_up: routes.named("signUp.form")?,
            log_in: routes.named("logIn.form")?,
        })
    }
}
