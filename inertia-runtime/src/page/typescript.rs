//! The props of a page in TypeScript, found by the return type of its handler.

use ts_rs::TS;

use crate::{
    page::IntoPage,
    typescript::object::{Described, TypeProbe},
};

impl<T: IntoPage> TypeProbe<T>
where
    T::Props: TS,
{
    /// The props of the page that a handler returns.
    pub fn page(&self) -> Option<Described> {
        Some(Described::of::<T::Props>())
    }
}
