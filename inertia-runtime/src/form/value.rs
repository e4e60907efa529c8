//! What can be read from a form: the trait, and the types of Rust that have it.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    hash::{BuildHasher, Hash},
    sync::Arc,
};

use serde_json::Value;

#[cfg(feature = "ts")]
use crate::ts::form::FormType;

use super::{
    Node, Reader,
    containers::{read_hashed, read_list, read_ordered},
    probe::Reading,
    scalars,
    wire::{Keys, Step, Wire},
};
#[cfg(feature = "multipart")]
use super::{Problem, UploadedFile};

/// A value that is read from a form, with every mistake in it reported under its key. Implemented by
/// `#[derive(InertiaForm)]`.
pub trait FormValue: Sized {
    /// Whether live validation, which leaves files away, may miss it.
    const FILE: bool = false;

    /// Reads it. `None`: it was reported why not, and nothing could be built.
    fn read(node: Option<Node>, reader: &mut Reader<'_>) -> Option<Self>;

    /// What stands in for it, while a validator looks at the rest of the form.
    fn stand_in() -> Option<Self> {
        None
    }

    /// Where a step of a validator's path leads.
    fn wire(step: Step<'_>) -> Option<Wire> {
        let _ = step;
        None
    }

    /// What the client may submit for it.
    #[cfg(feature = "ts")]
    fn describe() -> FormType {
        FormType::Untyped(std::any::type_name::<Self>())
    }
}

/// Says what the client may submit for a value.
macro_rules! described {
    ($description:expr) => {
        #[cfg(feature = "ts")]
        fn describe() -> FormType {
            $description
        }
    };
}

/// How a form value is read.
const fn reading<T: FormValue>() -> Reading<T> {
    Reading { read: T::read, stand_in: T::stand_in }
}

macro_rules! integers {
    ($($integer:ty)*) => {$(
        impl FormValue for $integer {
            fn read(node: Option<Node>, reader: &mut Reader<'_>) -> Option<Self> {
                // What is greater than an `i128` is out of an `u128`'s range, too.
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
        reader.accept(scalars::single(node))
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

/// Any JSON, as it came.
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
            None if reader.is_live() => reader.leave_out(),
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
                    reader.leave_out::<()>();
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
            reader.leave_out::<()>();
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
                // A place in a set is no place in what the client sent.
                reader.keys(Keys::Nowhere);
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

/// A list's elements are named by their places; nothing else leads into it.
fn element<T: FormValue>(step: Step<'_>) -> Option<Wire> {
    matches!(step, Step::Index(_)).then_some(Wire::element(T::wire))
}
