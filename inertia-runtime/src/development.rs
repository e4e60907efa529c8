//! Whether this is a build for development. What only developers need asks here, so that there is one place to change.

/// Debug builds follow the files of the front end and the template, and warn of mistakes in them.
pub(crate) const DEVELOPMENT: bool = cfg!(debug_assertions);
