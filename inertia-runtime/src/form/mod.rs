//! Forms: from a request to a value that a handler can trust.
//!
//! `body` parses the request into a tree of [`Node`]s. A derived form reads the tree field by field with a `Reader`, and a
//! validator checks the result. `Checking` then holds the form and its messages until the optional `check` has run, and
//! `response` builds the response to an invalid form.

pub(crate) mod body;
pub(crate) mod decode;
pub(crate) mod limits;
pub(crate) mod response;
pub(crate) mod settings;
pub(crate) mod valid;
pub(crate) mod validate;

#[cfg(feature = "multipart")]
pub use crate::form::body::upload::UploadedFile;
pub use crate::form::{
    body::node::{Fields, Node},
    decode::{
        expect::{Answer, FallbackUrl, Part, Shareable, TakesForm, is_form, respond, shareable, url},
        probe::{HasStandIn, Probe, Readable, Reading},
        problem::Problem,
        reader::{FieldSpec, Reader, Verdicts},
        serde::{NodeDeserializer, NodeError},
        value::FormValue,
    },
    limits::FormLimits,
    valid::{InertiaForm, Valid},
    validate::{
        checking::{Checking, IntoVerdict, LiveRoute},
        touched::Touched,
        validator::{FormValidator, Garde, NoValidator, ValidatorCrate},
        wire::{Below, Step, Wire},
    },
};
pub(crate) use crate::form::{decode::reader::Wording, response::ResponseFormat};
