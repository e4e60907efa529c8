//! The query of live validation by GET and DELETE, where the client writes objects as JSON text.

use crate::form::{
    FormLimits, Node,
    body::{json, unreadable::UnreadableBody},
};

/// The client writes objects in lists with JavaScript's `String(object)`, which loses their content.
const UNSERIALIZED_OBJECT: &str = "[object Object]";

/// Why an object cannot be read.
#[derive(Debug)]
pub(crate) enum ObjectError {
    /// The client wrote `[object Object]`.
    Unserialized,
    /// It exceeds one of the limits of forms.
    OverLimit(UnreadableBody),
}

/// Parses an expected object from its JSON text. Any other value is returned unchanged.
pub(crate) fn object(node: Node, limits: &FormLimits) -> Result<Node, ObjectError> {
    match node {
        Node::Text(text) if text == UNSERIALIZED_OBJECT => Err(ObjectError::Unserialized),
        Node::Text(text) if text.starts_with('{') => match json::value(text.as_bytes(), limits) {
            Ok(object) => Ok(object),
            Err(UnreadableBody::Malformed(_)) => Ok(Node::Text(text)),
            Err(reason) => Err(ObjectError::OverLimit(reason)),
        },
        node => Ok(node),
    }
}
