//! The visitor's session, to which the token is bound: that of `tower-sessions`, when its layer is outside of ours.

use http::{Extensions, StatusCode};

/// The session that a request came with, if there is one.
#[derive(Debug, Default)]
pub(crate) struct VisitorSession {
    #[cfg(feature = "tower-sessions")]
    found: Option<Found>,
}

#[cfg(feature = "tower-sessions")]
#[derive(Debug)]
struct Found {
    session: tower_sessions_core::Session,
    /// The id in the request's cookie. The handler may change the session's.
    requested: Option<tower_sessions_core::session::Id>,
}

#[cfg(feature = "tower-sessions")]
impl VisitorSession {
    pub(crate) fn of(extensions: &Extensions) -> Self {
        let session = extensions.get::<tower_sessions_core::Session>();
        Self { found: session.map(|session| Found { requested: session.id(), session: session.clone() }) }
    }

    /// The id of the session that the request came with.
    pub(crate) fn requested_id(&self) -> Option<String> {
        self.found.as_ref()?.requested.map(|id| id.to_string())
    }

    /// Whether this response starts or renews the session, and its new id is not known yet: the session's layer is outside
    /// of ours and saves the session later, which chooses the id.
    pub(crate) fn is_unsaved(&self, status: StatusCode) -> bool {
        let is_unsaved = |found: &Found| found.session.is_modified() && found.session.id().is_none();
        !status.is_server_error() && self.found.as_ref().is_some_and(is_unsaved)
    }

    /// Saves the session, which gives it its id. The session's layer keeps that id.
    pub(crate) async fn save(&self) -> Result<(), crate::BoxError> {
        let Some(Found { session, .. }) = &self.found else { return Ok(()) };
        // The session's layer does not save an empty one either.
        if !session.is_empty().await {
            session.save().await?;
        }
        Ok(())
    }

    /// The id that the visitor's next request comes with, after a response of this status.
    pub(crate) fn next_id(&self, status: StatusCode) -> Option<String> {
        let found = self.found.as_ref()?;
        // For a server error the session's layer saves nothing, and the visitor keeps the old cookie.
        let id = if status.is_server_error() { found.requested } else { found.session.id() };
        id.map(|id| id.to_string())
    }
}

/// Without the feature, no visitor has a session that we know of.
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
