//! Plain values that handlers return: redirects, flash, form errors. The layer turns them into responses.

pub(crate) mod error_bag;
pub(crate) mod flash;
pub(crate) mod redirect;
