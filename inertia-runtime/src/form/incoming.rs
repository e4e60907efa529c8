//! A request's body while it arrives: no longer than the limit, and no longer silent than the limit.

use std::{
    error::Error,
    pin::Pin,
    task::{Context, Poll, ready},
};

use axum::body::Body;
use bytes::{Bytes, BytesMut};
use http_body::{Body as _, Frame, SizeHint};
use http_body_util::{BodyExt, LengthLimitError};
use tokio::time::{Instant, Sleep, sleep_until};

use super::{FormLimits, unreadable::Unreadable};

/// How much is set aside for a body before it has come, whatever its length is said to be.
const FIRST: usize = 64 << 10;

/// A body that ends with an error when it goes on for too long, or stops for too long.
#[derive(Debug)]
pub(super) struct Incoming {
    body: Body,
    limits: FormLimits,
    /// How many bytes it may have.
    longest: u64,
    read: u64,
    alarm: Option<Pin<Box<Sleep>>>,
    /// Whether the alarm runs, because the client is being waited for.
    waiting: bool,
}

impl Incoming {
    /// Refuses a body that says that it is longer than `longest` bytes.
    pub(super) fn new(body: Body, limits: &FormLimits, longest: u64) -> Result<Self, Unreadable> {
        if body.size_hint().lower() > longest {
            return Err(Unreadable::TooLarge { limit: Some(limits.body) });
        }
        Ok(Self { body, limits: *limits, longest, read: 0, alarm: None, waiting: false })
    }

    /// Whether more has arrived than the limit of the body.
    #[cfg(feature = "multipart")]
    pub(super) fn is_over(&self) -> bool {
        self.read > self.limits.body
    }

    /// Whether it is known to be empty without waiting for it.
    pub(super) fn is_empty(&self) -> bool {
        self.body.is_end_stream() || self.body.size_hint().exact() == Some(0)
    }

    /// The next bytes, of which there is at least one.
    pub(super) async fn next(&mut self) -> Result<Option<Bytes>, Unreadable> {
        let frame = self.frame().await.transpose()?;
        Ok(frame.and_then(|frame| frame.into_data().ok()))
    }

    /// All of it.
    pub(super) async fn collect(mut self) -> Result<Bytes, Unreadable> {
        let Some(first) = self.next().await? else { return Ok(Bytes::new()) };
        let Some(second) = self.next().await? else { return Ok(first) };
        let expected = usize::try_from(self.size_hint().lower()).unwrap_or(FIRST).min(FIRST);
        let mut all = BytesMut::with_capacity(first.len() + second.len() + expected);
        all.extend_from_slice(&first);
        all.extend_from_slice(&second);
        while let Some(more) = self.next().await? {
            all.extend_from_slice(&more);
        }
        Ok(all.freeze())
    }

    /// Whether the client has been silent for too long. Asked whenever there is nothing to read.
    fn poll_alarm(&mut self, cx: &mut Context<'_>) -> Poll<Unreadable> {
        if !self.waiting {
            self.waiting = true;
            // A limit beyond the end of time is none.
            let at = Instant::now().checked_add(self.limits.idle);
            match (&mut self.alarm, at) {
                (Some(alarm), Some(at)) => alarm.as_mut().reset(at),
                (alarm, at) => *alarm = at.map(|at| Box::pin(sleep_until(at))),
            }
        }
        let Some(alarm) = &mut self.alarm else { return Poll::Pending };
        ready!(alarm.as_mut().poll(cx));
        Poll::Ready(Unreadable::TimedOut { after: self.limits.idle })
    }
}

impl http_body::Body for Incoming {
    type Data = Bytes;
    type Error = Unreadable;

    /// Gives frames of at least one byte, and no trailers.
    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Unreadable>>> {
        let this = &mut *self;
        loop {
            let frame = match Pin::new(&mut this.body).poll_frame(cx) {
                Poll::Ready(Some(Ok(frame))) => frame,
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(broken(&error)))),
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Pending => return this.poll_alarm(cx).map(|silent| Some(Err(silent))),
            };
            let Some(data) = frame.into_data().ok().filter(|data| !data.is_empty()) else { continue };
            this.waiting = false;
            this.read = this.read.saturating_add(u64::try_from(data.len()).unwrap_or(u64::MAX));
            if this.read > this.longest {
                return Poll::Ready(Some(Err(Unreadable::TooLarge { limit: Some(this.limits.body) })));
            }
            return Poll::Ready(Some(Ok(Frame::data(data))));
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// The connection broke, or another layer of the application has had enough.
fn broken(error: &axum::Error) -> Unreadable {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if error.is::<LengthLimitError>() {
            return Unreadable::TooLarge { limit: None };
        }
        cause = error.source();
    }
    Unreadable::Interrupted(error.to_string())
}
