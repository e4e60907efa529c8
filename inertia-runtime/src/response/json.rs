//! JSON responses.

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;

use crate::error::{report::Reason, server_error};

/// A JSON response with this status.
pub(crate) fn json_answer(status: StatusCode, body: &impl Serialize) -> Response {
    match serde_json::to_vec(body) {
        Ok(body) => {
            let json = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
            (status, json, Body::from(body)).into_response()
        }
        Err(error) => server_error(Reason::new("an answer could not be written as JSON").because(&error)),
    }
}

/// A JSON response `{"message": …}`.
pub(crate) fn json_message(status: StatusCode, message: &str) -> Response {
    json_answer(status, &serde_json::json!({ "message": message }))
}
