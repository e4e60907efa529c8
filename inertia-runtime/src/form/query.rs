//! The query of live validation by GET and DELETE, which the client writes unlike any other.

use super::{FormLimits, Node, json, unreadable::Unreadable};

/// What stands where an object in a list was: a script's text for it, which says nothing.
const LOST: &str = "[object Object]";

/// Why there is no object.
#[derive(Debug)]
pub(crate) enum Unusable {
    /// It did not survive on its way.
    Lost,
    /// It is over one of the limits of forms.
    OverLimit(Unreadable),
}

/// What should be an object: out of its JSON when it came as that.
pub(crate) fn object(node: Node, limits: &FormLimits) -> Result<Node, Unusable> {
    match node {
        Node::Text(text) if text == LOST => Err(Unusable::Lost),
        Node::Text(text) if text.starts_with('{') => match json::value(text.as_bytes(), limits) {
            Ok(object) => Ok(object),
            Err(Unreadable::Malformed(_)) => Ok(Node::Text(text)),
            Err(reason) => Err(Unusable::OverLimit(reason)),
        },
        node => Ok(node),
    }
}
