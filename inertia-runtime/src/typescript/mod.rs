//! The TypeScript of props and forms, and the registry of pages and forms.

pub(crate) mod collect;
pub(crate) mod error;
#[doc(hidden)]
pub(crate) mod form;
pub(crate) mod notes;
#[doc(hidden)]
pub(crate) mod object;
pub(crate) mod print;
#[doc(hidden)]
pub(crate) mod registry;
pub(crate) mod syntax;
