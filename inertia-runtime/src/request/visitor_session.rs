//! The visitor's session, to which CSRF tokens are bound: that of `tower-sessions`, when its layer is outside of ours.

use http::{Extensions, StatusCode};

/// The session of a request, if there is one.
#[derive(Debug, Default)]
pub(crate) struct VisitorSession {
    #[cfg(feature = "tower-sessions")]
    current: Option<CurrentSession>,
}

#[cfg(feature = "tower-sessions")]
#[derive(Debug)]
struct CurrentSession {
    session: tower_sessions_core::Session,
    /// The id in the request's cookie. The handler may change the session's.
    requested: Option<tower_sessions_core::session::Id>,
}

#[cfg(feature = "tower-sessions")]
impl VisitorSession {
    pub(crate) fn of(extensions: &Extensions) -> Self {
        let session = extensions.get::<tower_sessions_core::Session>();
        Self {
            current: session
                .map(|session| CurrentSession { requested: session.id(), session: session.clone() }),
        }
    }

    /// The id in the request's cookie.
    pub(crate) fn requested_id(&self) -> Option<String> {
        self.current.as_ref()?.requested.map(|id| id.to_string())
    }

    /// Whether this response starts or renews the session and its new id is not known yet. The session's layer is outside of
    /// ours and saves the session later, which chooses the id.
    pub(crate) fn is_unsaved(&self, status: StatusCode) -> bool {
        let is_unsaved =
            |current: &CurrentSession| current.session.is_modified() && current.session.id().is_none();
        !status.is_server_error() && self.current.as_ref().is_some_and(is_unsaved)
    }

    /// Saves the session, which chooses its id. The session's layer uses the same id afterwards.
    pub(crate) async fn save(&self) -> Result<(), crate::BoxError> {
        let Some(CurrentSession { session, .. }) = &self.current else { return Ok(()) };
        // The session's layer does not save an empty one either.
        if !session.is_empty().await {
            session.save().await?;
        }
        Ok(())
    }

    /// The id in the cookie of the visitor's next request, after a response with this status.
    pub(crate) fn next_id(&self, status: StatusCode) -> Option<String> {
        let current = self.current.as_ref()?;
        // After a server error the session's layer saves nothing, so the visitor's cookie does not change.
        let id = if status.is_server_error() { current.requested } else { current.session.id() };
        id.map(|id| id.to_string())
    }
}

/// Without the feature `tower-sessions` there is no session.
#[cfg(not(feature = "tower-sessions"))]
#[expect(clippy::unused_self, clippy::unused_async, reason = "the same functions as with the feature")]
impl VisitorSession {
    pub(crate) fn of(_: &Extensions) -> Self {
        Self::default()
    }

    pub(crate) fn requested_id(&self) -> Option<String> {
        None
    }

    pub(crate) fn is_unsaved(&self, _: StatusCode) -> bool {
        false
    }

    pub(crate) async fn save(&self) -> Result<(), crate::BoxError> {
        Ok(())
    }

    pub(crate) fn next_id(&self, _: StatusCode) -> Option<String> {
        None
    }
}
