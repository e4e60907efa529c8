//! Writing JSON, and scanning serialized JSON.

pub(crate) mod keys;
pub(crate) mod scan;
pub(crate) mod serializer;
#[cfg(test)]
mod tests;
pub(crate) mod text;

pub(crate) use crate::protocol::json::{
    scan::{skip_space, string_end, unescape, value_end},
    serializer::{Json, write},
    text::{write_path, write_str, write_strs, write_u64},
};
