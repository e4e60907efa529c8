//! The settings of forms.

use crate::form::{FormLimits, Wording};

/// The settings shared by all forms of the application. The layer puts them into each request's extensions.
#[derive(Debug, Default)]
pub(crate) struct FormSettings {
    pub(crate) limits: FormLimits,
    /// The application's function for its own messages.
    pub(crate) wording: Option<Wording>,
}
