//! Forms: reading a request's body or query into a tree of values.

mod body;
mod limits;
mod node;
mod problem;
mod unreadable;
#[cfg(feature = "multipart")]
mod upload;

#[cfg(feature = "multipart")]
pub use self::upload::UploadedFile;
pub use self::{
    limits::FormLimits,
    node::{Fields, Node},
    problem::Problem,
};
