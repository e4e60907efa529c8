//! How generated code looks at a field: a plain value, a lazy one, or a group.
//!
//! An inherent method wins over a trait's, so [`Field::value`] of a `Lazy<T>` gives what it holds and of anything
//! else the field itself, through aliases too, and a missing `Serialize` is reported for the type that lacks it.
//!
//! An inherent method whose bound is not met gives way to the trait's as well. So a `#[nested]` type without the derive
//! and a `#[scroll]` on something else are each reported once, by the check that words it, and not by every use.

use serde::Serialize;

use super::{InertiaProps, Lazy, PropsWriter, Resolve, Resolvers, Scroll, WriteError, check::Scrollable};

/// A field to be written.
#[derive(Debug)]
pub struct Field<'a, T: ?Sized>(pub &'a T);

/// A field to be resolved.
#[derive(Debug)]
pub struct FieldMut<'a, T: ?Sized>(pub &'a mut T);

impl<'a, T> Field<'a, Lazy<T>> {
    /// The value, when the prop was resolved.
    pub fn value(self) -> Option<&'a T> {
        self.0.value()
    }
}

impl<'a, S: Scrollable> Field<'a, S> {
    /// The items and cursors, when they are there.
    pub fn scroll(self) -> Option<&'a Scroll<S::Item>> {
        self.0.scroll()
    }
}

impl<N: InertiaProps> Field<'_, N> {
    /// Writes a group; `present` is false when it is not serialised.
    ///
    /// # Errors
    ///
    /// When a member cannot be written.
    pub fn group(self, present: bool, writer: &mut PropsWriter<'_>) -> Result<(), WriteError> {
        writer.group(present.then_some(self.0))
    }
}

/// [`Field`] of anything else.
pub trait PlainField<'a>: Sized {
    /// The field's own type.
    type Value: ?Sized;

    /// The field.
    fn value(self) -> Option<&'a Self::Value>;

    /// Nothing; the type is reported by `check::scroll`.
    fn scroll(self) -> Option<&'a Scroll<()>> {
        None
    }

    /// Nothing; the type is reported where its table is asked for.
    ///
    /// # Errors
    ///
    /// Never.
    fn group(self, _: bool, _: &mut PropsWriter<'_>) -> Result<(), WriteError> {
        Ok(())
    }
}

impl<'a, T: ?Sized> PlainField<'a> for Field<'a, T> {
    type Value = T;

    fn value(self) -> Option<&'a T> {
        Some(self.0)
    }
}

impl<'a, T: Send> FieldMut<'a, Lazy<T>> {
    /// The prop, to be resolved in place.
    pub fn resolver(self) -> Option<&'a mut dyn Resolve> {
        Some(self.0)
    }
}

impl<'a, N: InertiaProps> FieldMut<'a, N> {
    /// Visits a group; `present` is false when it is not serialised.
    pub fn group(self, present: bool, resolvers: &mut Resolvers<'a>) {
        resolvers.group(present.then_some(self.0));
    }
}

/// [`FieldMut`] of anything else.
pub trait PlainFieldMut<'a>: Sized {
    /// Nothing to resolve.
    fn resolver(self) -> Option<&'a mut dyn Resolve>;

    /// Nothing; the type is reported where its table is asked for.
    fn group(self, _: bool, _: &mut Resolvers<'a>) {}
}

impl<'a, T: ?Sized> PlainFieldMut<'a> for FieldMut<'a, T> {
    fn resolver(self) -> Option<&'a mut dyn Resolve> {
        None
    }
}

/// What a prop's value must be able to do: be written as JSON.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a prop",
    label = "cannot be written as JSON",
    note = "derive `serde::Serialize` for `{Self}`, or switch on the feature `serde` of its crate (for `Arc` and `Rc` the feature `rc` of serde)",
    note = "a props struct carries `#[nested]`, a `Scroll<T>` carries `#[scroll]`, and `Lazy<T>` is the whole type of a field"
)]
pub trait Value: Serialize {}

// Otherwise a message about a type would list others that implement `Serialize`.
#[diagnostic::do_not_recommend]
impl<T: Serialize + ?Sized> Value for T {}
