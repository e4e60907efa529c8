//! The pages, one file each: what it receives, when each value travels, and how it is made.

pub(crate) mod board;
pub(crate) mod event_index;
pub(crate) mod event_show;
pub(crate) mod feed;
