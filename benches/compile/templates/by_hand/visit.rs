//! The little that hand-written handlers share: what was asked, and the page object around the props.

use std::convert::Infallible;

use axum::{
    body::Body,
    extract::FromRequestParts,
    http::{HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use serde::Serialize;

use crate::db::DbError;

pub struct Visit {
    inertia: bool,
    url: String,
}

#[derive(Serialize)]
struct PageObject<'a, P> {
    component: &'a str,
    props: &'a P,
    url: &'a str,
    version: &'a str,
}

impl<S: Sync> FromRequestParts<S> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self { inertia: parts.headers.contains_key("x-inertia"), url: parts.uri.to_string() })
    }
}

impl Visit {
    pub fn page<P: Serialize>(self, component: &str, props: &P) -> Response {
        let object = PageObject { component, props, url: &self.url, version: "1" };
        let mut body = Vec::with_capacity(16 * 1024);
        match serde_json::to_writer(&mut body, &object) {
            Ok(()) => self.answer(body),
            Err(_) => DbError.into_response(),
        }
    }

    fn answer(self, body: Vec<u8>) -> Response {
        if self.inertia {
            let mut response = Response::new(Body::from(body));
            let headers = response.headers_mut();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
            headers.insert("x-inertia", HeaderValue::from_static("true"));
            return response;
        }
        let json = String::from_utf8_lossy(&body).replace('<', "\\u003c");
        let document = format!("<script data-page=\"app\" type=\"application/json\">{json}</script><div id=\"app\"></div>");
        let mut response = Response::new(Body::from(document));
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        response
    }
}

impl IntoResponse for DbError {
    fn into_response(self) -> Response {
        (StatusCode::INTERNAL_SERVER_ERROR, self.to_string()).into_response()
    }
}
