//! The pages and forms that the attributes and derives of the whole program register.

use crate::typescript::{form::FormType, object::Described};

/// A page: its component and the type of its props.
pub struct PageType {
    pub(crate) component: &'static str,
    /// `None` if the props have no TypeScript type.
    pub(crate) props: fn() -> Option<Described>,
    /// The file and line of the handler.
    pub(crate) place: &'static str,
}

/// A form that a handler can extract.
pub struct FormEntry {
    pub(crate) form: fn() -> FormType,
}

impl PageType {
    /// A page of this component.
    #[must_use]
    pub const fn new(component: &'static str, place: &'static str, props: fn() -> Option<Described>) -> Self {
        Self { component, props, place }
    }
}

impl FormEntry {
    /// This form.
    #[must_use]
    pub const fn new(form: fn() -> FormType) -> Self {
        Self { form }
    }
}

impl std::fmt::Debug for PageType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.component)
    }
}

impl std::fmt::Debug for FormEntry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FormEntry")
    }
}

inventory::collect!(PageType);
inventory::collect!(FormEntry);
