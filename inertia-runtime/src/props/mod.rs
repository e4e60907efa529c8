//! Props: the table that the derive generates, lazy values, their resolution, and the JSON writer.

pub(crate) mod alarm;
pub(crate) mod bits;
pub mod check;
pub(crate) mod drive;
pub(crate) mod field;
#[cfg(debug_assertions)]
pub(crate) mod hints;
pub(crate) mod lazy;
pub(crate) mod metadata;
#[cfg(test)]
mod model;
pub(crate) mod narrow;
pub(crate) mod once_keys;
pub(crate) mod plan;
pub(crate) mod resolvers;
pub(crate) mod schema;
pub(crate) mod scroll;
#[cfg(feature = "ts")]
pub(crate) mod typescript;
pub(crate) mod wanted;
pub(crate) mod writer;

pub use lazy::{Lazy, Outcome, Resolve, lazy, try_lazy};
pub use resolvers::Resolvers;
pub use schema::Schema;
pub use scroll::{Cursor, Scroll};
pub use writer::{PropsWriter, WriteError};

/// The props of a page, or of a nested group. Implement it with `#[derive(InertiaProps)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a props struct",
    label = "does not implement `InertiaProps`",
    note = "write `#[derive(InertiaProps)]` above `{Self}`"
)]
pub trait PropsTable: 'static {
    #[doc(hidden)]
    const SCHEMA: &'static Schema;

    /// The TypeScript description of the props, if they have a name in TypeScript.
    #[cfg(feature = "ts")]
    #[doc(hidden)]
    fn __inertia_described() -> Option<crate::typescript::object::Described> {
        None
    }

    /// Whether the group has a value. A group without one is sent as `null`.
    #[doc(hidden)]
    fn __inertia_present(&self) -> bool {
        true
    }

    #[doc(hidden)]
    fn __inertia_resolvers<'a>(&'a mut self, resolvers: &mut Resolvers<'a>);

    #[doc(hidden)]
    fn __inertia_write(&self, writer: &mut PropsWriter<'_>) -> Result<(), WriteError>;
}

impl<N: PropsTable> PropsTable for Option<N> {
    const SCHEMA: &'static Schema = N::SCHEMA;

    fn __inertia_present(&self) -> bool {
        self.as_ref().is_some_and(N::__inertia_present)
    }

    fn __inertia_resolvers<'a>(&'a mut self, resolvers: &mut Resolvers<'a>) {
        if let Some(props) = self {
            props.__inertia_resolvers(resolvers);
        }
    }

    fn __inertia_write(&self, writer: &mut PropsWriter<'_>) -> Result<(), WriteError> {
        self.as_ref().map_or(Ok(()), |props| props.__inertia_write(writer))
    }
}

impl<N: PropsTable> PropsTable for Box<N> {
    const SCHEMA: &'static Schema = N::SCHEMA;

    #[cfg(feature = "ts")]
    fn __inertia_described() -> Option<crate::typescript::object::Described> {
        N::__inertia_described()
    }

    fn __inertia_present(&self) -> bool {
        (**self).__inertia_present()
    }

    fn __inertia_resolvers<'a>(&'a mut self, resolvers: &mut Resolvers<'a>) {
        (**self).__inertia_resolvers(resolvers);
    }

    fn __inertia_write(&self, writer: &mut PropsWriter<'_>) -> Result<(), WriteError> {
        (**self).__inertia_write(writer)
    }
}
