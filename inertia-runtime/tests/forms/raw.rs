//! Requests to the byte, as encodings and limits need them.

use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
};

use axum::{Router, body::Body};
use bytes::Bytes;
use http::{HeaderMap, Method, Request, StatusCode, header::CONTENT_TYPE};
use http_body::Frame;
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

pub(crate) const JSON: &str = "application/json";
pub(crate) const URLENCODED: &str = "application/x-www-form-urlencoded";
pub(crate) const MULTIPART: &str = "multipart/form-data; boundary=b";

/// A request to be sent.
#[derive(Debug, Clone)]
pub(crate) struct Ask {
    pub(crate) method: Method,
    pub(crate) uri: String,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
    /// How much of the body arrives at a time.
    pub(crate) piece: usize,
}

impl Ask {
    /// A request whose form is in its query.
    pub(crate) fn query(method: Method, query: &str) -> Self {
        Self { method, uri: format!("/?{query}"), headers: Vec::new(), body: Vec::new(), piece: usize::MAX }
    }

    /// A request whose form is in its body.
    pub(crate) fn body(method: Method, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { body: body.into(), ..Self::query(method, "") }.header(CONTENT_TYPE.as_str(), content_type)
    }

    /// The same with a header more.
    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    /// As a visit of the router.
    pub(crate) fn visit(self) -> Self {
        self.header("x-inertia", "true").header("accept", "text/html, application/xhtml+xml")
    }

    /// As `useHttp` sends it.
    pub(crate) fn http(self) -> Self {
        self.header("accept", JSON).header("x-requested-with", "XMLHttpRequest")
    }

    /// As live validation of everything.
    pub(crate) fn live(self) -> Self {
        self.header("accept", JSON).header("precognition", "true")
    }

    pub(crate) async fn send(self, app: &Router) -> Answer {
        answer(self.into_request(), app).await
    }

    pub(crate) fn into_request(self) -> Request<Body> {
        let mut request = Request::builder().method(self.method).uri(self.uri);
        for (name, value) in self.headers {
            request = request.header(name, value);
        }
        let pieces = Pieces { left: self.body.into(), size: self.piece, arrived: false };
        request.body(Body::new(pieces)).expect("a request can be made of it")
    }
}

/// What a router answers.
pub(crate) async fn answer(request: Request<Body>, app: &Router) -> Answer {
    let (parts, body) = app.clone().oneshot(request).await.expect("a router never fails").into_parts();
    let body = body.collect().await.expect("the answer is complete").to_bytes();
    Answer { status: parts.status, headers: parts.headers, text: String::from_utf8_lossy(&body).into_owned() }
}

/// A body that arrives in pieces of one size, for each of which the reader has to wait.
struct Pieces {
    left: Bytes,
    size: usize,
    arrived: bool,
}

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let size = self.size.min(self.left.len());
        self.arrived = size > 0 && !self.arrived;
        if self.arrived {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready((size > 0).then(|| Ok(Frame::data(self.left.split_to(size)))))
    }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

/// The parts of a multipart body: what follows `form-data;`, and the content.
pub(crate) fn multipart(parts: &[(&str, &str)]) -> Vec<u8> {
    let parts = parts.iter();
    let parts = parts
        .map(|(head, content)| format!("--b\r\nContent-Disposition: form-data; {head}\r\n\r\n{content}\r\n"));
    (parts.collect::<String>() + "--b--\r\n").into_bytes()
}

/// The same for texts only, by their names.
pub(crate) fn texts(pairs: &[(&str, &str)]) -> Vec<u8> {
    let heads: Vec<String> = pairs.iter().map(|(name, _)| format!("name=\"{name}\"")).collect();
    let parts: Vec<_> = heads.iter().zip(pairs).map(|(head, (_, text))| (&**head, *text)).collect();
    multipart(&parts)
}
