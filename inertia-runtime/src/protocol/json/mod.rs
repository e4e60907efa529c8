//! Writing JSON, and scanning serialized JSON.

mod keys;
mod scan;
mod serializer;
#[cfg(test)]
mod tests;
mod text;

pub(crate) use self::{
    scan::{skip_space, string_end, unescape, value_end},
    serializer::{Json, write},
    text::{write_path, write_str, write_strs, write_u64},
};
