//! From a request's cookies to what its page has to show, and from a response's flash to a cookie.

use std::{
    fmt,
    future::poll_fn,
    sync::atomic::{AtomicBool, Ordering},
    task::Poll,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use http::HeaderValue;
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use super::{LIFETIME, Session, SessionError, SessionFuture, fit::fit};
use crate::flash::Flash;

/// How long a backend may take for all that it is asked at once.
const PATIENCE: Duration = Duration::from_secs(5);
/// How many flashes may wait at once. More are put into one, or the `Cookie` header would grow too long for a server.
const MOST: usize = 3;
/// How long the values of waiting flashes may be together, in bytes, before they are put into one: the largest flash
/// beside them still leaves the `Cookie` header below the 8 KiB that common proxies take.
const MOST_BYTES: usize = 2 << 10;
/// How many cookies of a request are looked at, whoever sent them.
const MOST_READ: usize = 8;

/// Which request it is, for the log.
type Request<'r> = dyn fmt::Display + Sync + 'r;

/// A flash on its way, with the time at which it was said: milliseconds since 1970.
#[derive(Debug, Serialize, Deserialize)]
struct Envelope<F> {
    at: u64,
    #[serde(flatten)]
    flash: F,
}

impl<F> Envelope<F> {
    /// A browser forgets a cookie in time; whoever has copied one does not.
    fn is_fresh(&self) -> bool {
        self.at.saturating_add(u64::from(LIFETIME) * 1000) >= now()
    }
}

/// What waits for the page of a request.
#[derive(Debug, Default)]
pub(crate) struct Pending {
    pub(crate) flash: Flash,
    pub(crate) delivered: Delivered,
}

/// The flash cookies that a page has shown, or that lead to nothing. They go when its response leaves.
#[derive(Debug, Default, Clone)]
pub(crate) struct Delivered(Vec<Shown>);

/// Why a flash could not be kept, worded for a developer.
#[derive(Debug)]
pub(crate) enum Unkept {
    /// The application says too much.
    TooLarge(String),
    /// The backend is not there, or at odds with itself.
    ByBackend(String),
}

#[derive(Debug, Clone)]
struct Shown {
    name: String,
    value: String,
    /// Whether the backend has something to forget.
    found: bool,
}

impl Session {
    /// Everything that waits, oldest first. A backend that fails keeps what it has for another page.
    /// The log names the request.
    pub(crate) async fn pending(&self, lines: &[HeaderValue], request: &Request<'_>) -> Pending {
        let (mut found, mut shown) = (Vec::new(), Vec::new());
        let until = Instant::now() + PATIENCE;
        for (name, value) in self.cookies.flashes(lines).into_iter().take(MOST_READ) {
            let data = match patiently(until, self.backend.load(name, value)).await {
                Ok(data) => data,
                Err(error) => {
                    tracing::error!(
                        "{request}: what was flashed could not be read, and waits for the next page: {error}"
                    );
                    continue;
                }
            };
            let envelope = data.and_then(|data| serde_json::from_slice::<Envelope<Flash>>(&data).ok());
            if envelope.is_none() {
                report_unreadable(name);
            }
            shown.push(Shown { name: name.to_owned(), value: value.to_owned(), found: envelope.is_some() });
            found.extend(envelope.filter(Envelope::is_fresh));
        }
        found.sort_by_key(|envelope| envelope.at);
        let mut flash = Flash::default();
        for envelope in found {
            flash.extend(envelope.flash);
        }
        Pending { flash, delivered: Delivered(shown) }
    }

    /// Keeps a flash for the next page, and gives the `Set-Cookie` lines.
    pub(crate) async fn keep(
        &self,
        mut flash: Flash,
        lines: &[HeaderValue],
        request: &Request<'_>,
    ) -> Result<Vec<HeaderValue>, Unkept> {
        let at = now();
        let write = |flash: &Flash| serde_json::to_vec(&Envelope { at, flash }).unwrap_or_default();
        let mut delivered = Delivered::default();
        let waiting = self.cookies.flashes(lines);
        if waiting.len() >= MOST || waiting.iter().map(|(_, value)| value.len()).sum::<usize>() > MOST_BYTES {
            let pending = self.pending(lines, request).await;
            let new = flash.values.clone();
            flash = pending.flash.followed_by(flash);
            delivered = pending.delivered;
            // What is said now is not to fail because of what nobody has seen.
            if flash.values.len() > new.len() && write(&flash).len() > self.backend.limit() {
                tracing::warn!(
                    "{request}: flash that no page has shown is dropped, because newer flash leaves no room for it"
                );
                flash.values = new;
            }
        }
        let name = self.cookies.fresh_name();
        let data = fit(self.backend.limit(), &mut flash, request, write).map_err(Unkept::TooLarge)?;
        let value = patiently(Instant::now() + PATIENCE, self.backend.save(&name, data)).await;
        let unkept =
            |reason: String| Unkept::ByBackend(format!("what was flashed could not be kept: {reason}"));
        let value = value.map_err(|error| unkept(error.to_string()))?;
        let cookie = self.cookies.set_flash(&name, &value).ok_or_else(|| {
            unkept(format!("the session's backend gave {value:?}, which no cookie can hold"))
        })?;
        let mut set = vec![cookie];
        set.extend(self.forget(delivered, request).await);
        Ok(set)
    }

    /// Takes away what was shown, and gives the `Set-Cookie` lines.
    pub(crate) async fn forget(&self, delivered: Delivered, request: &Request<'_>) -> Vec<HeaderValue> {
        let mut unset = Vec::with_capacity(delivered.0.len());
        let until = Instant::now() + PATIENCE;
        for shown in delivered.0 {
            if shown.found
                && let Err(error) = patiently(until, self.backend.remove(&shown.name, &shown.value)).await
            {
                tracing::error!(
                    "{request}: what was shown could not be removed from the session's backend: {error}"
                );
            }
            unset.extend(self.cookies.unset_flash(&shown.name));
        }
        unset
    }
}

impl Delivered {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

async fn patiently<T>(until: Instant, mut asked: SessionFuture<'_, T>) -> Result<T, SessionError> {
    // The cookie's answer is there at once and needs no timer, which not every runtime has.
    if let Poll::Ready(answer) = poll_fn(|cx| Poll::Ready(asked.as_mut().poll(cx))).await {
        return answer;
    }
    match tokio::time::timeout_at(until, asked).await {
        Ok(answer) => answer,
        Err(_) => Err(SessionError::new(format!("the backend took longer than {} s", PATIENCE.as_secs()))),
    }
}

/// One line for the first, or whoever sends forged cookies could fill the log.
fn report_unreadable(name: &str) {
    static REPORTED: AtomicBool = AtomicBool::new(false);
    if REPORTED.swap(true, Ordering::Relaxed) {
        tracing::debug!("the cookie `{name}` leads to nothing and is ignored");
    } else {
        tracing::warn!(
            "the cookie `{name}` leads to nothing and is ignored: it is forged, truncated, too old, or of another key; \
             further ones are logged at the level `debug`"
        );
    }
}

fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
