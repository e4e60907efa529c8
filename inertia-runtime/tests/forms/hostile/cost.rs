//! What one request costs, from its first byte to the last byte of its response.

use std::{
    pin::{Pin, pin},
    task::{Context, Poll},
    time::{Duration, Instant},
};

use allocation_counter::measure;
use axum::Router;
use tokio::runtime::Runtime;

use crate::raw::{Answer, Ask, answer};

/// The peak of memory that a request may have besides ten times its size.
const MEMORY_BYTES: u64 = 8 << 20;

/// All messages of one response.
pub(crate) const MESSAGES_BYTES: usize = 64 << 10;

/// What a response may have besides its messages.
const RESPONSE_BYTES: usize = 4 << 10;

/// How long a worker thread may be busy with one request before another has a turn.
pub(crate) const TURN: Duration = Duration::from_millis(100);

/// What a request cost.
#[derive(Debug)]
pub(crate) struct Cost {
    /// How long the request is, with its headers.
    pub(crate) request: usize,
    /// How long the response is, with its headers.
    pub(crate) response: usize,
    /// The most memory at any time, in bytes, without the request itself.
    pub(crate) peak: u64,
    /// All memory that was allocated, in bytes.
    pub(crate) allocated: u64,
    /// How often.
    pub(crate) allocations: u64,
    /// The longest time for which the thread was busy.
    pub(crate) turn: Duration,
}

impl Cost {
    /// Whether response and memory are in proportion to the request.
    pub(crate) fn is_bounded(&self) -> bool {
        self.response <= MESSAGES_BYTES + RESPONSE_BYTES
            && self.peak <= 10 * self.request as u64 + MEMORY_BYTES
    }

    /// The peak of memory per byte of the request.
    #[expect(clippy::cast_precision_loss, reason = "one digit of it is shown")]
    pub(crate) fn memory_per_byte(&self) -> f64 {
        self.peak as f64 / self.request as f64
    }
}

/// Sends a request, and measures what happens on this thread.
pub(crate) fn cost(ask: Ask, app: &Router, runtime: &Runtime) -> (Answer, Cost) {
    let header = |name: &str, value: &[u8]| name.len() + value.len() + 4;
    let headers = ask.headers.iter().map(|(name, value)| header(name, value.as_bytes()));
    let length = ask.uri.len() + ask.body.len() + headers.sum::<usize>();
    let request = ask.into_request();
    let (mut response, mut turn) = (None, Duration::ZERO);
    let info = measure(|| {
        let future = pin!(answer(request, app));
        response = Some(runtime.block_on(Turns { future, longest: &mut turn }));
    });
    let response = response.expect("it was sent");
    let headers = response.headers.iter().map(|(name, value)| header(name.as_str(), value.as_bytes()));
    let cost = Cost {
        request: length,
        response: response.text.len() + headers.sum::<usize>(),
        peak: info.bytes_max,
        allocated: info.bytes_total,
        allocations: info.count_total,
        turn,
    };
    (response, cost)
}

/// A future that notes how long its longest turn takes.
struct Turns<'t, F> {
    future: Pin<&'t mut F>,
    longest: &'t mut Duration,
}

impl<F: Future> Future for Turns<'_, F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let begun = Instant::now();
        let output = self.future.as_mut().poll(cx);
        *self.longest = begun.elapsed().max(*self.longest);
        output
    }
}
