//! Compile-time checks used by the derive. Each is emitted at the span of the type or literal that it checks.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet, LinkedList, VecDeque},
    rc::Rc,
    sync::Arc,
};

use serde::Serialize;

use crate::props::{Lazy, Scroll};

pub use crate::props::{
    once_keys::{number, once_keys},
    schema::names,
};

/// A prop must be `Send + 'static`: the page is rendered after the handler has returned, possibly on another thread.
pub const fn send<T: Send + 'static>() {}

/// A handler's future can move between threads, so every value held across an `await` must be `Send`.
pub const fn send_future<F: Future + Send>(future: F) -> F {
    future
}

/// `#[defer]` needs a lazy prop.
pub const fn lazy_defer<T: Deferrable>() {}

/// `#[optional]` needs a lazy prop.
pub const fn lazy_optional<T: Optionable>() {}

/// `#[once]` needs a lazy prop.
pub const fn lazy_once<T: Rememberable>() {}

/// `#[scroll]` needs a `Scroll`.
pub const fn scroll<T: Scrollable>() {}

/// `match_on` of a prop that is a list.
pub fn items_of<C: Items + ?Sized>(_: fn(&C::Item)) {}

/// `match_on` of a list inside a prop.
pub fn items_in<C: Items + ?Sized>(_: &C, _: fn(&C::Item)) {}

/// `at = "…"`: the value that contains the list.
pub fn value_of<P: Holder>(_: fn(&P::Value)) {}

/// A type allowed with `#[defer]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not lazy",
    label = "write `Lazy<{Self}>`",
    note = "`#[defer]` needs a lazy value, so that the value is not computed for responses that do not include it"
)]
pub trait Deferrable {}
impl<T> Deferrable for Lazy<T> {}

/// A type allowed with `#[optional]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not lazy",
    label = "write `Lazy<{Self}>`",
    note = "`#[optional]` needs a lazy value, so that the value is not computed for responses that do not include it"
)]
pub trait Optionable {}
impl<T> Optionable for Lazy<T> {}

/// A type allowed with `#[once]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not lazy",
    label = "write `Lazy<{Self}>`",
    note = "`#[once]` needs a lazy value, so that the value is not computed for responses that do not include it"
)]
pub trait Rememberable {}
impl<T> Rememberable for Lazy<T> {}

/// A type allowed with `#[scroll]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a `Scroll`",
    label = "`#[scroll]` needs `Scroll<T>` or `Lazy<Scroll<T>>`"
)]
pub trait Scrollable {
    /// The type of the list's items.
    type Item;

    /// The items and cursors, if the prop was resolved.
    fn scroll(&self) -> Option<&Scroll<Self::Item>>;
}

impl<T> Scrollable for Scroll<T> {
    type Item = T;

    fn scroll(&self) -> Option<&Self> {
        Some(self)
    }
}

impl<T> Scrollable for Lazy<Scroll<T>> {
    type Item = T;

    fn scroll(&self) -> Option<&Scroll<T>> {
        self.value()
    }
}

/// The type that the path in `at` starts from: a lazy prop's value, or the field itself.
pub trait Holder {
    /// The value.
    type Value: ?Sized;
}

impl<T> Holder for Lazy<T> {
    type Value = T;
}

// `Lazy` does not implement `Serialize`, so the two do not overlap.
impl<T: Serialize + ?Sized> Holder for T {
    type Value = T;
}

/// A list whose items the client can identify by a field.
#[diagnostic::on_unimplemented(
    message = "`match_on` needs a list, but `{Self}` is not one",
    label = "not a list of items",
    note = "`Vec<T>`, arrays, slices, sets, maps of items and `Scroll<T>` are lists, also inside `Lazy`, `Option`, `Arc`, `Rc` and `Box`; for another type write `match_on(unchecked = \"…\")`"
)]
pub trait Items {
    /// The type of the list's items.
    type Item: ?Sized;
}

macro_rules! lists {
    ($([$($generics:tt)*] $list:ty => $item:ty;)*) => {$(
        impl<$($generics)*> Items for $list {
            type Item = $item;
        }
    )*};
}

lists! {
    [T] Vec<T> => T;
    [T] VecDeque<T> => T;
    [T] LinkedList<T> => T;
    [T] [T] => T;
    [T, const N: usize] [T; N] => T;
    [T] BTreeSet<T> => T;
    [T, S] HashSet<T, S> => T;
    [K, T] BTreeMap<K, T> => T;
    [K, T, S] HashMap<K, T, S> => T;
    [T] Scroll<T> => T;
    [T: Items] Lazy<T> => T::Item;
    [T: Items] Option<T> => T::Item;
    [T: Items + ?Sized] Arc<T> => T::Item;
    [T: Items + ?Sized] Rc<T> => T::Item;
    [T: Items + ?Sized] Box<T> => T::Item;
    [T: Items + ?Sized] &'static T => T::Item;
}
