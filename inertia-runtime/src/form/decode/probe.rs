//! Selects how to read a field by the traits of its type (autoderef specialisation).
//!
//! If the bound of an inherent method is not met, method lookup continues with the next type in a chain of `Deref`s: first
//! types that implement `FormValue`, then containers of types that serde reads, then types that serde reads. The last type
//! in the chain produces the compile error, at the field's type. This works through type aliases, and no trait has to be
//! in scope.
#![expect(clippy::unused_self, reason = "autoderef applies to methods only")]

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
use crate::typescript::form::FormType;

use crate::form::{
    Node, Reader,
    decode::{
        containers::{read_hashed, read_list, read_ordered},
        value::FormValue,
    },
    validate::wire::{Below, Step, Wire},
};

/// How to read a type, and its stand-in while the rest of the form is validated.
pub struct Reading<T> {
    /// Reads the value, or reports why it cannot be read.
    pub read: fn(Option<Node>, &mut Reader<'_>) -> Option<T>,
    /// The stand-in.
    pub stand_in: fn() -> Option<T>,
}

impl<T> Reading<T> {
    /// With another stand-in.
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

/// A type that a form can read, with `FormValue` or serde.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a form",
    label = "derive `InertiaForm` or `serde::Deserialize` for `{Self}`"
)]
pub trait Readable {}

/// A type that has a stand-in.
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
    /// The first step: types that implement `FormValue`.
    Probe -> Elements;
    /// Containers of types that serde reads, element by element.
    Elements -> Defaulted;
    /// Types that serde reads, with a default.
    Defaulted -> Bare;
    /// Types that serde reads, without a default.
    Bare -> Refused;
}

/// The last step: its bounds fail to compile.
pub struct Refused<T>(PhantomData<fn() -> T>);

impl<T> fmt::Debug for Refused<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Refused")
    }
}

impl<T> Probe<T> {
    /// The whole chain.
    pub const NEW: Self = Self(Elements(Defaulted(Bare(Refused(PhantomData)))));
}

impl<T: FormValue> Probe<T> {
    /// How to read the type.
    pub fn reading(&self) -> Reading<T> {
        Reading { read: T::read, stand_in: T::stand_in }
    }

    /// How to read the type in a form with a validator.
    pub fn validated(&self) -> Reading<T> {
        self.reading()
    }

    /// The stand-in, if there is one.
    pub fn stand_in(&self) -> fn() -> Option<T> {
        T::stand_in
    }

    /// The stand-in, which is required.
    pub fn must_stand_in(&self) -> fn() -> Option<T> {
        T::stand_in
    }

    /// Maps a validator's path below this type.
    pub fn below(&self) -> Below {
        T::wire
    }
}

#[cfg(feature = "ts")]
impl<T: FormValue> Probe<T> {
    /// The TypeScript type that the client may submit.
    pub fn describe(&self) -> FormType {
        T::describe()
    }
}

#[cfg(feature = "ts")]
impl<T: TS + 'static> Elements<T> {
    /// The type's name in TypeScript.
    pub fn describe(&self) -> FormType {
        FormType::typed::<T>()
    }
}

#[cfg(feature = "ts")]
impl<T> Refused<T> {
    /// The type has no name in TypeScript.
    pub fn describe(&self) -> FormType {
        FormType::Untyped(std::any::type_name::<T>())
    }
}

macro_rules! elements {
    ($($container:ty, [$($generics:tt)*], $read:expr;)*) => {$(
        impl<T: DeserializeOwned, $($generics)*> Elements<$container> {
            /// How to read the container.
            pub fn reading(&self) -> Reading<$container> {
                Reading { read: $read, stand_in: || Some(Default::default()) }
            }

            /// How to read the type in a form with a validator.
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
    /// How to read the type.
    pub fn reading(&self) -> Reading<T> {
        serde_reading().with_stand_in(|| Some(T::default()))
    }

    /// How to read the type in a form with a validator.
    pub fn validated(&self) -> Reading<T> {
        self.reading()
    }
}

impl<T: Default> Defaulted<T> {
    /// The stand-in, if there is one.
    pub fn stand_in(&self) -> fn() -> Option<T> {
        || Some(T::default())
    }

    /// The stand-in, which is required.
    pub fn must_stand_in(&self) -> fn() -> Option<T> {
        || Some(T::default())
    }
}

impl<T: DeserializeOwned> Bare<T> {
    /// How to read the type.
    pub fn reading(&self) -> Reading<T> {
        serde_reading()
    }

    /// Fails to compile: the validator needs a value even if the field cannot be read.
    pub fn validated(&self) -> Reading<T>
    where
        T: HasStandIn,
    {
        serde_reading()
    }
}

impl<T> Refused<T> {
    /// Fails to compile.
    pub fn reading(&self) -> Reading<T>
    where
        T: Readable,
    {
        nothing()
    }

    /// Fails to compile.
    pub fn validated(&self) -> Reading<T>
    where
        T: Readable,
    {
        nothing()
    }

    /// There is no stand-in.
    pub fn stand_in(&self) -> fn() -> Option<T> {
        none
    }

    /// Fails to compile.
    pub fn must_stand_in(&self) -> fn() -> Option<T>
    where
        T: HasStandIn,
    {
        none
    }

    /// The structure below is unknown.
    pub fn below(&self) -> Below {
        nothing_below
    }
}

// These make the compile error name the inner type.
impl<T: Readable> Readable for Vec<T> {}
impl<T: Readable> Readable for Option<T> {}
impl<T: Readable> Readable for Box<T> {}
impl<T: Readable, S> Readable for HashMap<String, T, S> {}
impl<T: Readable> Readable for BTreeMap<String, T> {}

/// Reads with serde.
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
