//! A request's body with limits on its size and on pauses.

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

use crate::form::{FormLimits, body::unreadable::UnreadableBody};

/// The memory reserved for a body up front, whatever its `Content-Length`.
const MAX_PREALLOCATED_BYTES: usize = 64 << 10;

/// A body that ends with an error once it is too long, or the client has paused for too long.
#[derive(Debug)]
pub(crate) struct IncomingBody {
    body: Body,
    limits: FormLimits,
    /// The largest number of bytes to read.
    max_bytes: u64,
    read: u64,
    idle_timer: Option<Pin<Box<Sleep>>>,
    /// Whether `idle_timer` is set for the current pause.
    timer_running: bool,
}

impl IncomingBody {
    /// Refuses a body whose `Content-Length` is larger than `max_bytes`.
    pub(crate) fn new(body: Body, limits: &FormLimits, max_bytes: u64) -> Result<Self, UnreadableBody> {
        if body.size_hint().lower() > max_bytes {
            return Err(UnreadableBody::TooLarge { limit: Some(limits.body) });
        }
        Ok(Self { body, limits: *limits, max_bytes, read: 0, idle_timer: None, timer_running: false })
    }

    /// Whether more bytes have arrived than the `body` limit allows.
    #[cfg(feature = "multipart")]
    pub(crate) fn is_over(&self) -> bool {
        self.read > self.limits.body
    }

    /// Whether the body is known to be empty before it is read.
    pub(crate) fn is_empty(&self) -> bool {
        self.body.is_end_stream() || self.body.size_hint().exact() == Some(0)
    }

    /// The next chunk, which is never empty.
    pub(crate) async fn next(&mut self) -> Result<Option<Bytes>, UnreadableBody> {
        let frame = self.frame().await.transpose()?;
        Ok(frame.and_then(|frame| frame.into_data().ok()))
    }

    /// The whole body.
    pub(crate) async fn collect(mut self) -> Result<Bytes, UnreadableBody> {
        let Some(first) = self.next().await? else { return Ok(Bytes::new()) };
        let Some(second) = self.next().await? else { return Ok(first) };
        let expected = usize::try_from(self.size_hint().lower())
            .unwrap_or(MAX_PREALLOCATED_BYTES)
            .min(MAX_PREALLOCATED_BYTES);
        let mut all = BytesMut::with_capacity(first.len() + second.len() + expected);
        all.extend_from_slice(&first);
        all.extend_from_slice(&second);
        while let Some(more) = self.next().await? {
            all.extend_from_slice(&more);
        }
        Ok(all.freeze())
    }

    /// Ready once the client has sent nothing for too long. Polled whenever no data is available.
    fn poll_idle_timer(&mut self, cx: &mut Context<'_>) -> Poll<UnreadableBody> {
        if !self.timer_running {
            self.timer_running = true;
            // `Duration::MAX` overflows the clock and means no limit.
            let at = Instant::now().checked_add(self.limits.idle);
            match (&mut self.idle_timer, at) {
                (Some(idle_timer), Some(at)) => idle_timer.as_mut().reset(at),
                (idle_timer, at) => *idle_timer = at.map(|at| Box::pin(sleep_until(at))),
            }
        }
        let Some(idle_timer) = &mut self.idle_timer else { return Poll::Pending };
        ready!(idle_timer.as_mut().poll(cx));
        Poll::Ready(UnreadableBody::TimedOut { after: self.limits.idle })
    }
}

impl http_body::Body for IncomingBody {
    type Data = Bytes;
    type Error = UnreadableBody;

    /// Skips empty frames and trailers.
    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, UnreadableBody>>> {
        let this = &mut *self;
        loop {
            let frame = match Pin::new(&mut this.body).poll_frame(cx) {
                Poll::Ready(Some(Ok(frame))) => frame,
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(broken(&error)))),
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Pending => return this.poll_idle_timer(cx).map(|timed_out| Some(Err(timed_out))),
            };
            let Some(data) = frame.into_data().ok().filter(|data| !data.is_empty()) else { continue };
            this.timer_running = false;
            this.read = this.read.saturating_add(u64::try_from(data.len()).unwrap_or(u64::MAX));
            if this.read > this.max_bytes {
                return Poll::Ready(Some(Err(UnreadableBody::TooLarge { limit: Some(this.limits.body) })));
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

/// Distinguishes a broken connection from the limit of another layer, such as tower-http's `RequestBodyLimitLayer`.
fn broken(error: &axum::Error) -> UnreadableBody {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if error.is::<LengthLimitError>() {
            return UnreadableBody::TooLarge { limit: None };
        }
        cause = error.source();
    }
    UnreadableBody::Interrupted(error.to_string())
}
