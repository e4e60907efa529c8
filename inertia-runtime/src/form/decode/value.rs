//! `FormValue`, the trait of types that a form can hold, and its implementations for standard types.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    hash::{BuildHasher, Hash},
    sync::Arc,
};

use serde_json::Value;

#[cfg(feature = "ts")]
use crate::typescript::form::FormType;

use crate::form::{
    Node, Reader,
    decode::{
        containers::{read_hashed, read_list, read_ordered},
        probe::Reading,
        scalars,
    },
    validate::wire::{Keys, Step, Wire},
};
#[cfg(feature = "multipart")]
use crate::form::{Problem, UploadedFile};

/// A type that can be read from a form. Every problem in the value is reported under its own key. Implemented by
/// `#[derive(InertiaForm)]`.
pub trait FormValue: Sized {
    /// Whether the type holds files, which live validation omits.
    const FILE: bool = false;

    /// Reads the value. `None` means that it cannot be built, and that the reason was reported.
    fn read(node: Option<Node>, reader: &mut Reader<'_>) -> Option<Self>;

    /// The stand-in: the value that a validator sees if this one cannot be read. A validator needs a whole form to check the
    /// other fields.
    fn stand_in() -> Option<Self> {
        None
    }

    /// Maps one step of a validator's path to a name in the request.
    fn wire(step: Step<'_>) -> Option<Wire> {
        let _ = step;
        None
    }

    /// The TypeScript type that the client may submit.
    #[cfg(feature = "ts")]
    fn describe() -> FormType {
        FormType::Untyped(std::any::type_name::<Self>())
    }
}

/// Implements [`FormValue::describe`].
macro_rules! described {
    ($description:expr) => {
        #[cfg(feature = "ts")]
        fn describe() -> FormType {
            $description
        }
    };
}

/// The functions that read a form value.
const fn reading<T: FormValue>() -> Reading<T> {
    Reading { read: T::read, stand_in: T::stand_in }
}

macro_rules! integers {
    ($($integer:ty)*) => {$(
        impl FormValue for $integer {
            fn read(node: Option<Node>, reader: &mut Reader<'_>) -> Option<Self> {
                // Values of `u128` above `i128::MAX` are refused.
                let (min, max) = (i128::try_from(Self::MIN), i128::try_from(Self::MAX));
                let read = scalars::integer(node, min.unwrap_or(i128::MIN), max.unwrap_or(i128::MAX));
                reader.accept(read).and_then(|integer| Self::try_from(integer).ok())
            }

            fn stand_in() -> Option<Self> {
                Some(0)
            }

            described!(FormType::Number);
        }
    )*};
}

integers!(u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize);

impl FormValue for f64 {
    fn read(node: Option<Node>, reader: &mut Reader<'_>) -> Option<Self> {
        reader.accept(scalars::float(node))
    }

    fn stand_in() -> Option<Self> {
        Some(0.0)
    }

    described!(FormType::Number);
}

impl FormValue for f32 {
    fn read(node: Option<Node>, reader: &mut Reader<'_>) -> Option<Self> {
        reader.accept(scalars::single_precision(node))
    }

    fn stand_in() -> Option<Self> {
        Some(0.0)
    }

    described!(FormType::Number);
}

impl FormValue for bool {
    fn read(node: Option<Node>, reader: &mut Reader<'_>) -> Option<Self> {
        reader.accept(scalars::boolean(node))
    }

    fn stand_in() -> Option<Self> {
        Some(false)
    }

    described!(FormType::Boolean);
}

impl FormValue for char {
    fn read(node: Option<Node>, reader: &mut Reader<'_>) -> Option<Self> {
        reader.accept(scalars::character(node))
    }

    fn stand_in() -> Option<Self> {
        Some(' ')
    }

    described!(FormType::Text);
}

macro_rules! texts {
    ($($text:ty)*) => {$(
        impl FormValue for $text {
            fn read(node: Option<Node>, reader: &mut Reader<'_>) -> Option<Self> {
                reader.accept(scalars::text(node)).map(Self::from)
            }

            fn stand_in() -> Option<Self> {
                Some(Self::from(""))
            }

            described!(FormType::Text);
        }
    )*};
}

texts!(String Box<str> Arc<str>);

/// Any JSON, unchanged.
impl FormValue for Value {
    fn read(node: Option<Node>, reader: &mut Reader<'_>) -> Option<Self> {
        let node = reader.object(node).ok()?;
        reader.accept(scalars::json(node))
    }

    fn stand_in() -> Option<Self> {
        Some(Self::Null)
    }

    described!(FormType::Anything);
}

#[cfg(feature = "multipart")]
impl FormValue for UploadedFile {
    const FILE: bool = true;

    fn read(node: Option<Node>, reader: &mut Reader<'_>) -> Option<Self> {
        match node {
            Some(Node::File(file)) => Some(file),
            None if reader.is_live() => reader.omit(),
            None | Some(Node::Null) => reader.report(&Problem::Required),
            Some(Node::Text(text)) if text.is_empty() => reader.report(&Problem::Required),
            Some(_) => reader.report(&Problem::File),
        }
    }

    fn stand_in() -> Option<Self> {
        Some(Self::empty())
    }

    described!(FormType::File);
}

impl<T: FormValue> FormValue for Option<T> {
    const FILE: bool = T::FILE;

    fn read(node: Option<Node>, reader: &mut Reader<'_>) -> Option<Self> {
        match node {
            None => {
                if T::FILE && reader.is_live() {
                    reader.omit::<()>();
                }
                Some(None)
            }
            Some(Node::Null) => Some(None),
            Some(Node::Text(text)) if text.is_empty() => Some(None),
            node => T::read(node, reader).map(Some),
        }
    }

    fn stand_in() -> Option<Self> {
        Some(None)
    }

    fn wire(step: Step<'_>) -> Option<Wire> {
        T::wire(step)
    }

    described!(FormType::nullable(T::describe()));
}

impl<T: FormValue> FormValue for Box<T> {
    const FILE: bool = T::FILE;

    fn read(node: Option<Node>, reader: &mut Reader<'_>) -> Option<Self> {
        T::read(node, reader).map(Self::new)
    }

    fn stand_in() -> Option<Self> {
        T::stand_in().map(Self::new)
    }

    fn wire(step: Step<'_>) -> Option<Wire> {
        T::wire(step)
    }

    described!(T::describe());
}

impl<T: FormValue> FormValue for Vec<T> {
    const FILE: bool = T::FILE;

    fn read(node: Option<Node>, reader: &mut Reader<'_>) -> Option<Self> {
        let list = read_list(node, reader, reading::<T>())?;
        if T::FILE && list.is_empty() && reader.is_live() {
            reader.omit::<()>();
        }
        Some(list)
    }

    fn stand_in() -> Option<Self> {
        Some(Self::new())
    }

    fn wire(step: Step<'_>) -> Option<Wire> {
        element::<T>(step)
    }

    described!(FormType::list(T::describe()));
}

macro_rules! sets {
    ($($set:ty, [$($generics:tt)*];)*) => {$(
        impl<T: FormValue + $($generics)*> FormValue for $set {
            fn read(node: Option<Node>, reader: &mut Reader<'_>) -> Option<Self> {
                let set = read_list(node, reader, reading::<T>())?.into_iter().collect();
                // A set is not in the order of the client's list, so its positions say nothing about the request.
                reader.set_keys(Keys::Unordered);
                Some(set)
            }

            fn stand_in() -> Option<Self> {
                Some(Self::default())
            }

            fn wire(step: Step<'_>) -> Option<Wire> {
                element::<T>(step)
            }

            described!(FormType::list(T::describe()));
        }
    )*};
}

sets! {
    BTreeSet<T>, [Ord];
    HashSet<T, S>, [Eq + Hash, S: BuildHasher + Default];
}

impl<T: FormValue> FormValue for BTreeMap<String, T> {
    fn read(node: Option<Node>, reader: &mut Reader<'_>) -> Option<Self> {
        read_ordered(node, reader, reading::<T>())
    }

    fn stand_in() -> Option<Self> {
        Some(Self::new())
    }

    fn wire(_: Step<'_>) -> Option<Wire> {
        Some(Wire::element(T::wire))
    }

    described!(FormType::map(T::describe()));
}

impl<T: FormValue, S: BuildHasher + Default> FormValue for HashMap<String, T, S> {
    fn read(node: Option<Node>, reader: &mut Reader<'_>) -> Option<Self> {
        read_hashed(node, reader, reading::<T>())
    }

    fn stand_in() -> Option<Self> {
        Some(Self::default())
    }

    fn wire(_: Step<'_>) -> Option<Wire> {
        Some(Wire::element(T::wire))
    }

    described!(FormType::map(T::describe()));
}

/// Only an index leads into a list.
fn element<T: FormValue>(step: Step<'_>) -> Option<Wire> {
    matches!(step, Step::Index(_)).then_some(Wire::element(T::wire))
}
