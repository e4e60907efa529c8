//! The typed checks that a derive asks for, each at the type or literal it speaks of. Nothing here runs.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet, LinkedList, VecDeque},
    rc::Rc,
    sync::Arc,
};

use serde::Serialize;

use super::{Lazy, Scroll};

pub use super::{
    once_keys::{number, once_keys},
    schema::names,
};

/// A prop is sent from whichever thread renders the page, which is after the handler has ended.
pub const fn send<T: Send + 'static>() {}

/// A handler's future moves between threads, so nothing that is not `Send` is held across an `await`.
pub const fn send_future<F: Future + Send>(future: F) -> F {
    future
}

/// `#[defer]` stands on a lazy prop.
pub const fn lazy_defer<T: Deferrable>() {}

/// `#[optional]` stands on a lazy prop.
pub const fn lazy_optional<T: Optionable>() {}

/// `#[once]` stands on a lazy prop.
pub const fn lazy_once<T: Rememberable>() {}

/// `#[scroll]` stands on a `Scroll`.
pub const fn scroll<T: Scrollable>() {}

/// `match_on` of a prop that is a list.
pub fn items_of<C: Items + ?Sized>(_: fn(&C::Item)) {}

/// `match_on` of a list inside a prop.
pub fn items_in<C: Items + ?Sized>(_: &C, _: fn(&C::Item)) {}

/// `at = "…"`: the value that has the list inside.
pub fn value_of<P: Holder>(_: fn(&P::Value)) {}

/// What `#[defer]` may stand on.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not lazy",
    label = "write `Lazy<{Self}>`",
    note = "`#[defer]` needs a lazy value, so that nothing is computed for the responses that leave it out"
)]
pub trait Deferrable {}
impl<T> Deferrable for Lazy<T> {}

/// What `#[optional]` may stand on.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not lazy",
    label = "write `Lazy<{Self}>`",
    note = "`#[optional]` needs a lazy value, so that nothing is computed for the responses that leave it out"
)]
pub trait Optionable {}
impl<T> Optionable for Lazy<T> {}

/// What `#[once]` may stand on.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not lazy",
    label = "write `Lazy<{Self}>`",
    note = "`#[once]` needs a lazy value, so that nothing is computed for the responses that leave it out"
)]
pub trait Rememberable {}
impl<T> Rememberable for Lazy<T> {}

/// What `#[scroll]` may stand on.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a scrolled list",
    label = "`#[scroll]` needs `Scroll<T>` or `Lazy<Scroll<T>>`"
)]
pub trait Scrollable {
    /// What the list holds.
    type Item;

    /// The items and cursors, when they are there.
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

/// What `at` looks into: a lazy prop's value, or the field itself.
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

/// A list whose items the client can tell apart by a field.
#[diagnostic::on_unimplemented(
    message = "`match_on` needs a list, and `{Self}` is none",
    label = "not a list of items",
    note = "`Vec<T>`, arrays, slices, sets, maps of items and `Scroll<T>` are lists, also behind `Lazy`, `Option`, `Arc`, `Rc` and `Box`; for another type write `match_on(unchecked = \"…\")`"
)]
pub trait Items {
    /// What the list holds.
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
