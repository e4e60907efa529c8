//! The Inertia protocol, independent of axum: headers, paths, lists, JSON, escaping.

pub(crate) mod url;

pub(crate) mod accept;
pub(crate) mod escape;
pub(crate) mod headers;
pub(crate) mod json;
pub(crate) mod path;
pub(crate) mod selection;
pub(crate) mod visit;
