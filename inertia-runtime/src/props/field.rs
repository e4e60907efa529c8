//! Method dispatch for generated code, by the type of a field: a plain value, a lazy value, or a group.
//!
//! Rust prefers inherent methods over trait methods. Therefore [`Field::value`] returns the inner value of a `Lazy<T>`
//! and the field itself for every other type. This also works for type aliases, and a missing `Serialize`
//! implementation is reported for the type that lacks it.
//!
//! If the bound of an inherent method is not met, Rust uses the trait method. A `#[nested]` type without the derive, or
//! `#[scroll]` on another type, is therefore reported once, by its own check, and not at every use.

use serde::Serialize;

use crate::props::{
    Lazy, PropsTable, PropsWriter, Resolve, Resolvers, Scroll, WriteError, check::Scrollable,
};

/// A field to be written.
#[derive(Debug)]
pub struct Field<'a, T: ?Sized>(pub &'a T);

/// A field to be resolved.
#[derive(Debug)]
pub struct FieldMut<'a, T: ?Sized>(pub &'a mut T);

impl<'a, T> Field<'a, Lazy<T>> {
    /// The value, if the prop was resolved.
    pub fn value(self) -> Option<&'a T> {
        self.0.value()
    }
}

impl<'a, S: Scrollable> Field<'a, S> {
    /// The items and cursors, if the prop was resolved.
    pub fn scroll(self) -> Option<&'a Scroll<S::Item>> {
        self.0.scroll()
    }
}

impl<N: PropsTable> Field<'_, N> {
    /// Writes a group. `present` is false if `skip_serializing_if` leaves it out.
    ///
    /// # Errors
    ///
    /// Fails if a member cannot be written.
    pub fn group(self, present: bool, writer: &mut PropsWriter<'_>) -> Result<(), WriteError> {
        writer.group(present.then_some(self.0))
    }
}

/// The methods of [`Field`] for all other types.
pub trait PlainField<'a>: Sized {
    /// The field's own type.
    type Value: ?Sized;

    /// The field.
    fn value(self) -> Option<&'a Self::Value>;

    /// Returns `None`; `check::scroll` reports the wrong type.
    fn scroll(self) -> Option<&'a Scroll<()>> {
        None
    }

    /// Does nothing. The wrong type is reported where the generated code uses its `SCHEMA`.
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

impl<'a, N: PropsTable> FieldMut<'a, N> {
    /// Visits a group. `present` is false if `skip_serializing_if` leaves it out.
    pub fn group(self, present: bool, resolvers: &mut Resolvers<'a>) {
        resolvers.group(present.then_some(self.0));
    }
}

/// The methods of [`FieldMut`] for all other types.
pub trait PlainFieldMut<'a>: Sized {
    /// Returns `None`, because there is nothing to resolve.
    fn resolver(self) -> Option<&'a mut dyn Resolve>;

    /// Does nothing. The wrong type is reported where the generated code uses its `SCHEMA`.
    fn group(self, _: bool, _: &mut Resolvers<'a>) {}
}

impl<'a, T: ?Sized> PlainFieldMut<'a> for FieldMut<'a, T> {
    fn resolver(self) -> Option<&'a mut dyn Resolve> {
        None
    }
}

/// A prop's value, which must be serializable as JSON.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a prop",
    label = "cannot be serialized as JSON",
    note = "derive `serde::Serialize` for `{Self}`, or enable the feature `serde` of its crate (for `Arc` and `Rc` the feature `rc` of serde)",
    note = "a field with a props struct needs `#[nested]`, a `Scroll<T>` needs `#[scroll]`, and `Lazy<T>` must be the whole type of a field"
)]
pub trait Value: Serialize {}

// Without this, the compiler error would list unrelated types that implement `Serialize`.
#[diagnostic::do_not_recommend]
impl<T: Serialize + ?Sized> Value for T {}
