//! One request through a router, in process.

use std::{
    hint::black_box,
    pin::{Pin, pin},
    task::{Context, Poll, Waker},
};

use axum::{Router, body::Body, response::Response};
use http::Request;
use http_body::Body as _;
use tower::ServiceExt as _;

/// Requests that a new router answers before anything is measured: buffers know their sizes then.
pub const WARM_UP: usize = 3;

/// The answer, read to its end and dropped; gives the number of its body's bytes.
///
/// This is what is measured. It is never inlined, because the instruction counts find it by its name.
///
/// # Panics
///
/// When something waits: nothing here has a reason to.
#[inline(never)]
pub fn answer(router: &Router, request: Request<Body>) -> usize {
    let mut response = respond(router, request);
    let mut bytes = 0;
    let mut body = Pin::new(response.body_mut());
    while let Some(frame) = ready(|context| body.as_mut().poll_frame(context)) {
        let frame = frame.expect("a body in memory has no errors");
        bytes += frame.data_ref().map_or(0, |data| black_box(data).len());
    }
    bytes
}

/// The answer as it is.
///
/// # Panics
///
/// As [`answer`].
pub fn respond(router: &Router, request: Request<Body>) -> Response {
    let mut response = pin!(router.clone().oneshot(request));
    ready(|context| response.as_mut().poll(context)).expect("routers have no errors")
}

/// The whole body.
///
/// # Panics
///
/// As [`answer`].
pub fn body(mut response: Response) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut body = Pin::new(response.body_mut());
    while let Some(frame) = ready(|context| body.as_mut().poll_frame(context)) {
        bytes.extend_from_slice(
            frame.expect("a body in memory has no errors").data_ref().expect("it is data"),
        );
    }
    bytes
}

fn ready<T>(mut poll: impl FnMut(&mut Context<'_>) -> Poll<T>) -> T {
    // Some combinators of the peers wake themselves and ask to be polled again.
    for _ in 0..1_000 {
        if let Poll::Ready(ready) = poll(&mut Context::from_waker(Waker::noop())) {
            return ready;
        }
    }
    panic!("the answer waits for something")
}
