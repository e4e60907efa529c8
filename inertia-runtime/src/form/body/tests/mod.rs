//! Tests of parsing a request into a tree.

pub(crate) mod hostile;
pub(crate) mod laws;
pub(crate) mod limits;
pub(crate) mod reading;
#[cfg(feature = "multipart")]
pub(crate) mod uploads;

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use axum::{body::Body, extract::Request};
use bytes::Bytes;
use http::{Method, header::CONTENT_TYPE};
use http_body::Frame;
use serde_json::{Map, Value};

use crate::form::{
    FormLimits, Node,
    body::{FormBody, read_within, unreadable::UnreadableBody},
};

const JSON: &str = "application/json";
const URLENCODED: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data; boundary=b";

fn request(method: Method, uri: &str, content_type: Option<&str>, body: impl Into<Body>) -> Request {
    let mut request = Request::builder().method(method).uri(uri);
    if let Some(content_type) = content_type {
        request = request.header(CONTENT_TYPE, content_type);
    }
    request.body(body.into()).unwrap()
}

fn post(content_type: &str, body: impl Into<Body>) -> Request {
    request(Method::POST, "/", Some(content_type), body)
}

async fn read(request: Request) -> Result<FormBody, UnreadableBody> {
    read_within(request, &FormLimits::new()).await
}

/// Builds a multipart body. Each part has the text after `form-data; `, which may include further headers, and a content.
fn multipart(parts: &[(&str, &str)]) -> Vec<u8> {
    let parts = parts.iter();
    let parts = parts
        .map(|(head, content)| format!("--b\r\nContent-Disposition: form-data; {head}\r\n\r\n{content}\r\n"));
    (parts.collect::<String>() + "--b--\r\n").into_bytes()
}

/// The tree as JSON; a file as its name, type and size.
fn as_json(form: &FormBody) -> Value {
    form.root.iter().map(|(key, node)| (key.to_owned(), show(node))).collect::<Map<_, _>>().into()
}

fn show(node: &Node) -> Value {
    match node {
        Node::Null => Value::Null,
        Node::Bool(value) => (*value).into(),
        Node::Number(number) => number.clone().into(),
        Node::Text(text) => text.as_str().into(),
        Node::List(items) => items.iter().map(show).collect(),
        Node::Map(fields) => fields.iter().map(|(key, node)| (key.to_owned(), show(node))).collect(),
        #[cfg(feature = "multipart")]
        Node::File(file) => {
            format!("file {:?} {} of {} bytes", file.name(), file.content_type().unwrap_or("?"), file.size())
                .into()
        }
    }
}

/// The problems as the client sees them.
fn problems(form: &FormBody) -> Vec<String> {
    form.problems.iter().map(|(at, problem)| format!("{at}: {problem}")).collect()
}

/// A body that arrives in pieces of one size, and then ends as `end` says.
struct Pieces {
    left: Bytes,
    size: usize,
    end: End,
}

#[derive(Debug, Clone, Copy)]
enum End {
    Complete,
    HangUp,
    Silence,
}

impl Pieces {
    fn of(bytes: impl Into<Bytes>, size: usize, end: End) -> Body {
        Body::new(Self { left: bytes.into(), size, end })
    }
}

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let size = self.size.min(self.left.len());
        match self.end {
            _ if size > 0 => Poll::Ready(Some(Ok(Frame::data(self.left.split_to(size))))),
            End::Complete => Poll::Ready(None),
            End::HangUp => Poll::Ready(Some(Err(std::io::Error::other("connection reset")))),
            End::Silence => Poll::Pending,
        }
    }
}

/// For tests that are not async.
fn block_on<T>(reading: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(reading)
}
