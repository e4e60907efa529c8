//! How a derive finds out how to read a field's type.
//!
//! An inherent method whose bound is not met gives way to the next step of a chain of `Deref`s: what reads itself, then
//! containers of what serde reads, then what serde reads. The last step refuses, at the type, in words. It works through
//! aliases, and no trait has to be in scope.
#![expect(clippy::unused_self, reason = "only a method gives way")]

use std::{
    collections::{BTreeMap, HashMap},
    fmt,
    hash::BuildHasher,
    marker::PhantomData,
    ops::Deref,
};

use serde::de::DeserializeOwned;
#[cfg(feature = "ts")]
use ts_rs::TS;

#[cfg(feature = "ts")]
use crate::ts::form::FormType;

use super::{
    Node, Reader,
    containers::{read_hashed, read_list, read_ordered},
    value::FormValue,
    wire::{Below, Step, Wire},
};

/// How one type is read, and what stands in for it while the rest of the form is validated.
pub struct Reading<T> {
    /// Reads it, or reports why not.
    pub read: fn(Option<Node>, &mut Reader<'_>) -> Option<T>,
    /// What stands in for it.
    pub stand_in: fn() -> Option<T>,
}

impl<T> Reading<T> {
    /// With something else to stand in.
    #[must_use]
    pub const fn with_stand_in(self, stand_in: fn() -> Option<T>) -> Self {
        Self { read: self.read, stand_in }
    }
}

impl<T> Clone for Reading<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Reading<T> {}

impl<T> fmt::Debug for Reading<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Reading")
    }
}

/// A type that can be a field of a form: what `inertia` or serde can read.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a form",
    label = "derive `InertiaForm` or `serde::Deserialize` for `{Self}`"
)]
pub trait Readable {}

/// A type that has something to stand in for it.
#[diagnostic::on_unimplemented(
    message = "nothing can stand in for `{Self}` while the other fields are validated",
    label = "derive `Default` for `{Self}`, write `#[form(stand_in = …)]`, or make it an `Option<{Self}>`"
)]
pub trait HasStandIn {}

macro_rules! steps {
    ($($(#[$doc:meta])* $name:ident -> $next:ident;)*) => {$(
        $(#[$doc])*
        pub struct $name<T>($next<T>);

        impl<T> Deref for $name<T> {
            type Target = $next<T>;

            fn deref(&self) -> &$next<T> {
                &self.0
            }
        }

        impl<T> fmt::Debug for $name<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($name))
            }
        }
    )*};
}

steps! {
    /// Asks a type how it is read.
    Probe -> Elements;
    /// The step to containers of what serde reads, element by element.
    Elements -> Defaulted;
    /// The step to what serde reads and what has a default.
    Defaulted -> Bare;
    /// The step to what serde reads and what has no default.
    Bare -> Refused;
}

/// The step that refuses.
pub struct Refused<T>(PhantomData<fn() -> T>);

impl<T> fmt::Debug for Refused<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Refused")
    }
}

impl<T> Probe<T> {
    /// The first step.
    pub const NEW: Self = Self(Elements(Defaulted(Bare(Refused(PhantomData)))));
}

impl<T: FormValue> Probe<T> {
    /// How the type is read.
    pub fn reading(&self) -> Reading<T> {
        Reading { read: T::read, stand_in: T::stand_in }
    }

    /// The same, where a validator will see the value.
    pub fn validated(&self) -> Reading<T> {
        self.reading()
    }

    /// What stands in for it, if anything does.
    pub fn stand_in(&self) -> fn() -> Option<T> {
        T::stand_in
    }

    /// What stands in for it; something has to.
    pub fn must_stand_in(&self) -> fn() -> Option<T> {
        T::stand_in
    }

    /// How a validator's path goes on below it.
    pub fn below(&self) -> Below {
        T::wire
    }
}

#[cfg(feature = "ts")]
impl<T: FormValue> Probe<T> {
    /// What the client may submit for it.
    pub fn describe(&self) -> FormType {
        T::describe()
    }
}

#[cfg(feature = "ts")]
impl<T: TS + 'static> Elements<T> {
    /// What serde reads, by its name in TypeScript.
    pub fn describe(&self) -> FormType {
        FormType::typed::<T>()
    }
}

#[cfg(feature = "ts")]
impl<T> Refused<T> {
    /// What serde reads has no name in TypeScript.
    pub fn describe(&self) -> FormType {
        FormType::Untyped(std::any::type_name::<T>())
    }
}

macro_rules! elements {
    ($($container:ty, [$($generics:tt)*], $read:expr;)*) => {$(
        impl<T: DeserializeOwned, $($generics)*> Elements<$container> {
            /// How the container is read.
            pub fn reading(&self) -> Reading<$container> {
                Reading { read: $read, stand_in: || Some(Default::default()) }
            }

            /// The same, where a validator will see the value.
            pub fn validated(&self) -> Reading<$container> {
                self.reading()
            }
        }
    )*};
}

elements! {
    Vec<T>, [], |node, reader| read_list(node, reader, serde_reading());
    BTreeMap<String, T>, [], |node, reader| read_ordered(node, reader, serde_reading());
    HashMap<String, T, S>, [S: BuildHasher + Default], |node, reader| read_hashed(node, reader, serde_reading());
}

impl<T: DeserializeOwned + Default> Defaulted<T> {
    /// How the type is read.
    pub fn reading(&self) -> Reading<T> {
        serde_reading().with_stand_in(|| Some(T::default()))
    }

    /// The same, where a validator will see the value.
    pub fn validated(&self) -> Reading<T> {
        self.reading()
    }
}

impl<T: Default> Defaulted<T> {
    /// What stands in for it, if anything does.
    pub fn stand_in(&self) -> fn() -> Option<T> {
        || Some(T::default())
    }

    /// What stands in for it; something has to.
    pub fn must_stand_in(&self) -> fn() -> Option<T> {
        || Some(T::default())
    }
}

impl<T: DeserializeOwned> Bare<T> {
    /// How the type is read.
    pub fn reading(&self) -> Reading<T> {
        serde_reading()
    }

    /// Refused: the validator needs a value, whatever came.
    pub fn validated(&self) -> Reading<T>
    where
        T: HasStandIn,
    {
        serde_reading()
    }
}

impl<T> Refused<T> {
    /// Refused.
    pub fn reading(&self) -> Reading<T>
    where
        T: Readable,
    {
        nothing()
    }

    /// Refused.
    pub fn validated(&self) -> Reading<T>
    where
        T: Readable,
    {
        nothing()
    }

    /// Nothing stands in for it.
    pub fn stand_in(&self) -> fn() -> Option<T> {
        none
    }

    /// Refused.
    pub fn must_stand_in(&self) -> fn() -> Option<T>
    where
        T: HasStandIn,
    {
        none
    }

    /// Nothing is known of what is below it.
    pub fn below(&self) -> Below {
        nothing_below
    }
}

// So that the refusal speaks of what is inside.
impl<T: Readable> Readable for Vec<T> {}
impl<T: Readable> Readable for Option<T> {}
impl<T: Readable> Readable for Box<T> {}
impl<T: Readable, S> Readable for HashMap<String, T, S> {}
impl<T: Readable> Readable for BTreeMap<String, T> {}

/// What serde reads, as it reads it.
fn serde_reading<T: DeserializeOwned>() -> Reading<T> {
    Reading { read: |node, reader| reader.deserialize_with(node, T::deserialize), stand_in: none }
}

fn nothing<T>() -> Reading<T> {
    Reading { read: |_, _| None, stand_in: none }
}

fn none<T>() -> Option<T> {
    None
}

fn nothing_below(_: Step<'_>) -> Option<Wire> {
    None
}
