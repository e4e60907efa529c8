//! Answers for scripts that asked for JSON.

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::Serialize;

use crate::{error::server_error, protocol::headers::text};

/// A JSON body with this status.
pub(crate) fn json_answer(status: StatusCode, body: &impl Serialize) -> Response {
    match serde_json::to_vec(body) {
        Ok(body) => {
            let json = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
            (status, json, Body::from(body)).into_response()
        }
        Err(error) => server_error(&format!("an answer could not be written as JSON: {error}")),
    }
}

/// What went wrong, for a script.
pub(crate) fn json_message(status: StatusCode, message: &str) -> Response {
    json_answer(status, &serde_json::json!({ "message": message }))
}

/// Whether a request that is no visit asks for JSON: `Accept` names it, and no document before it.
pub(crate) fn wants_json(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT).iter().map(text);
    for line in accepted {
        for range in line.split(',').map(|range| range.split(';').next().unwrap_or_default().trim()) {
            if range.eq_ignore_ascii_case("text/html") || range.eq_ignore_ascii_case("application/xhtml+xml")
            {
                return false;
            }
            if range.eq_ignore_ascii_case("application/json") || range.ends_with("+json") {
                return true;
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accept(value: &'static str) -> bool {
        wants_json(&HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static(value))]))
    }

    #[test]
    fn json_is_asked_for_by_name_and_before_a_document() {
        assert!(accept("application/json"));
        assert!(accept("Application/JSON; q=0.9, text/html"));
        assert!(accept("text/plain, application/problem+json"));
        assert!(!accept("text/html, application/xhtml+xml, application/json"));
        assert!(!accept("*/*"));
        assert!(!wants_json(&HeaderMap::new()));
    }
}
