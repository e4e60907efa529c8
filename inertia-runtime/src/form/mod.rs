//! Forms: from a request to a value that a handler can trust.
//!
//! `body` makes a tree of [`Node`]s of whatever came; a derived form reads it field by field with a `Reader`; a validator
//! sees the result; `Checking` holds it until the verdict, and `answer` words that for the kind of request.

mod answer;
mod body;
mod checking;
mod containers;
mod de;
mod expect;
mod incoming;
mod json;
mod key_tree;
mod keys;
mod limits;
mod marks;
#[cfg(feature = "multipart")]
mod multipart;
mod node;
mod probe;
mod problem;
mod query;
mod reader;
#[cfg(test)]
mod reading_tests;
mod scalars;
#[cfg(test)]
mod tests;
mod touched;
mod tree;
mod unreadable;
#[cfg(feature = "multipart")]
mod upload;
mod valid;
mod validator;
mod value;
mod wire;

#[cfg(feature = "multipart")]
pub use self::upload::UploadedFile;
pub(crate) use self::{answer::Asks, reader::Wording};
pub use self::{
    checking::{Checking, IntoVerdict, LiveRoute},
    de::{NodeDeserializer, NodeError},
    expect::{Answer, FallbackUrl, Part, Shareable, TakesForm, is_form, respond, shareable, url},
    limits::FormLimits,
    node::{Fields, Node},
    probe::{HasStandIn, Probe, Readable, Reading},
    problem::Problem,
    reader::{FieldSpec, Reader, Verdicts},
    touched::Touched,
    valid::{InertiaForm, Valid},
    validator::{FormValidator, Garde, NoValidator, ValidatorCrate},
    value::FormValue,
    wire::{Below, Step, Wire},
};
