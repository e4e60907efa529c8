//! The pages, one file each: what it receives, when each value travels, how it is made, and what its forms do.

pub(crate) mod account;
pub(crate) mod board;
pub(crate) mod event_form;
pub(crate) mod event_index;
pub(crate) mod event_show;
pub(crate) mod feed;
pub(crate) mod like;
pub(crate) mod log_in;
pub(crate) mod own_events;
pub(crate) mod sign_up;
pub(crate) mod trouble;
