//! The query of live validation by GET and DELETE, which the client writes unlike any other.

use super::{Node, scalars};

/// What stands where an object in a list was: a script's text for it, which says nothing.
const LOST: &str = "[object Object]";

/// An object that did not survive on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Lost;

/// What should be an object: out of its JSON when it came as that.
pub(crate) fn object(node: Node) -> Result<Node, Lost> {
    match node {
        Node::Text(text) if text == LOST => Err(Lost),
        Node::Text(text) if text.starts_with('{') => {
            // serde_json bounds how deep it goes.
            Ok(serde_json::from_str(&text).map_or(Node::Text(text), scalars::node))
        }
        node => Ok(node),
    }
}
