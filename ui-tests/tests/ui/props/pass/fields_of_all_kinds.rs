//! Raw names, conditional fields, `Self` in a type, keywords, functions as types, one prop, no prop.
#![deny(warnings)]
#![allow(dead_code)]

use inertia::{InertiaProps, Lazy};

#[derive(InertiaProps)]
struct Page {
    r#type: String,
    r#fn: Lazy<u64>,
    #[serde(rename = "with space")]
    spaced: u64,
    #[cfg(any())]
    never: NoSuchType,
    #[cfg(all())]
    #[defer]
    ever: Lazy<u64>,
    #[cfg_attr(all(), optional)]
    sometimes: Lazy<u64>,
    tuple: (u64, String),
    array: [[u8; 2]; 2],
    qualified: ::std::vec::Vec<<Vec<u64> as IntoIterator>::Item>,
    recursive: Tree<Self>,
    resolvers: u64,
    writer: u64,
    value: u64,
}

struct Tree<T>(std::marker::PhantomData<fn() -> T>);

impl<T> serde::Serialize for Tree<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }
}

#[derive(InertiaProps)]
struct Unit;

#[derive(InertiaProps)]
struct Empty {}

#[derive(InertiaProps)]
struct OnlySkipped {
    #[serde(skip)]
    cache: Vec<u8>,
}

#[derive(InertiaProps)]
struct OnlyLazy {
    total: Lazy<u64>,
}

#[derive(InertiaProps)]
#[deprecated]
struct Old {
    #[deprecated]
    total: u64,
}

fn main() {}
