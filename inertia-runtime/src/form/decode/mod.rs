//! Decodes the tree into the fields of a form, with a message for each field that cannot be read.

pub(crate) mod containers;
pub(crate) mod expect;
pub(crate) mod probe;
pub(crate) mod problem;
pub(crate) mod reader;
pub(crate) mod scalars;
pub(crate) mod serde;
#[cfg(test)]
mod tests;
pub(crate) mod value;
