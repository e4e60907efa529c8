//! From a request to the tree of its form.

use axum::extract::Request;

use super::{Fields, Problem, unreadable::Unreadable};
use crate::request::RequestContext;

/// What a request says to a form.
#[derive(Debug, Default)]
pub(crate) struct FormBody {
    pub(crate) root: Fields,
    /// What is known to be wrong before anything is decoded, under dotted keys: a text or a file over its limit. Under each
    /// of these keys the tree has [`Node::Null`](super::Node::Null), except under those of too many files.
    pub(crate) problems: Vec<(String, Problem)>,
    /// Whether this is the query of live validation, which has nested objects as JSON texts and objects in arrays as
    /// `[object Object]`.
    pub(crate) precognitive_query: bool,
}

/// Reads the form that a request has in its body, in its query, or in both.
pub(crate) async fn read(request: Request, context: &RequestContext) -> Result<FormBody, Unreadable> {
    let _ = (request, context);
    Ok(FormBody::default())
}
