//! How generated code looks at a field: a plain value, a lazy one, or a group.
//!
//! An inherent method wins over a trait's, so [`Field::value`] of a `Lazy<T>` gives what it holds and of anything
//! else the field itself, through aliases too, and a missing `Serialize` is reported for the type that lacks it.

use serde::Serialize;

use super::{Lazy, Resolve};

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

/// [`Field`] of anything but a `Lazy`.
pub trait PlainField<'a> {
    /// The field's own type.
    type Value: ?Sized;
    /// The field.
    fn value(self) -> Option<&'a Self::Value>;
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

/// [`FieldMut`] of anything but a `Lazy`.
pub trait PlainFieldMut<'a> {
    /// Nothing to resolve.
    fn resolver(self) -> Option<&'a mut dyn Resolve>;
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
    note = "derive `serde::Serialize` for `{Self}`; a `Scroll<T>` carries `#[scroll]`, a props struct `#[nested]`"
)]
pub trait Value: Serialize {}

impl<T: Serialize + ?Sized> Value for T {}
