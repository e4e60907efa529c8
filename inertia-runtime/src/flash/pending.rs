//! Reads the flash of a request from its cookies, and writes the flash of a response to a cookie.

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

use crate::flash::{FLASH_LIFETIME_SECONDS, Session, SessionError, SessionFuture, truncate::truncate_flash};
use crate::values::flash::Flash;

/// How long a backend may take to load all flash of a request, or to remove it.
const BACKEND_TIMEOUT: Duration = Duration::from_secs(5);
/// How many flash cookies may be pending. Further flash is merged into one cookie, or the `Cookie` header would grow too
/// long for a server.
const MAX_PENDING: usize = 3;
/// How long the values of pending flash cookies may be together before they are merged into one: the largest flash
/// beside them still leaves the `Cookie` header below the 8 KiB that common proxies accept.
const MAX_PENDING_BYTES: usize = 2 << 10;
/// How many pending flashes one page shows. Invalid cookies do not count, or a neighbouring subdomain could
/// hide the real ones behind forged ones.
const MAX_SHOWN: usize = 8;
/// How many invalid cookies one response removes. More `Set-Cookie` lines could exceed what a proxy accepts
/// of a response's headers.
const MAX_DEAD_REMOVED: usize = 8;
/// How many loads of one request may fail before the rest is left for the next page.
const MAX_FAILED_LOADS: usize = 8;

/// Which request it is, for the log.
type Request<'r> = dyn fmt::Display + Sync + 'r;

/// A stored flash with the time at which it was flashed, in milliseconds since 1970.
#[derive(Debug, Serialize, Deserialize)]
struct Envelope<F> {
    at: u64,
    #[serde(flatten)]
    flash: F,
}

impl<F> Envelope<F> {
    /// A browser drops an expired cookie by itself, a copied cookie has no expiry.
    fn is_fresh(&self) -> bool {
        self.at.saturating_add(u64::from(FLASH_LIFETIME_SECONDS) * 1000) >= now()
    }
}

/// The flash for the page of a request.
#[derive(Debug, Default)]
pub(crate) struct Pending {
    pub(crate) flash: Flash,
    pub(crate) delivered: Delivered,
}

/// The flash cookies that a page has shown, and invalid ones. The page's response removes them.
#[derive(Debug, Default, Clone)]
pub(crate) struct Delivered(Vec<DeliveredCookie>);

/// Why flash could not be saved, worded for a developer.
#[derive(Debug)]
pub(crate) enum SaveError {
    /// The application flashed more than the backend's limit.
    TooLarge(String),
    /// The backend failed, or took too long.
    Backend(String),
}

#[derive(Debug, Clone)]
struct DeliveredCookie {
    name: String,
    value: String,
    /// Whether the backend has data to remove.
    stored: bool,
}

impl Session {
    /// All pending flash, oldest first. Flash that the backend fails to load stays for another page.
    /// The log names the request.
    ///
    /// The encrypted cookie decrypts every candidate, which takes time in proportion to the `Cookie` header; a backend
    /// that does I/O is limited to [`Session::max_loads`] lookups.
    pub(crate) async fn pending(&self, lines: &[HeaderValue], request: &Request<'_>) -> Pending {
        let mut fresh: Vec<Envelope<Flash>> = Vec::new();
        let mut delivered = Vec::new();
        let (mut dead, mut failed) = (0, 0);
        let until = Instant::now() + BACKEND_TIMEOUT;
        for (name, value) in self.cookies.flashes(lines).take(self.max_loads) {
            if fresh.len() == MAX_SHOWN || failed == MAX_FAILED_LOADS {
                break;
            }
            let data = match with_timeout(until, self.backend.load(name, value)).await {
                Ok(data) => data,
                Err(error) => {
                    if failed == 0 {
                        tracing::error!(
                            "{request}: what was flashed could not be read, and is kept for the next page: {error}"
                        );
                    }
                    failed += 1;
                    continue;
                }
            };
            let envelope = data.and_then(|data| serde_json::from_slice::<Envelope<Flash>>(&data).ok());
            let stored = envelope.is_some();
            if !stored {
                report_unreadable(name);
            }
            if let Some(envelope) = envelope.filter(Envelope::is_fresh) {
                fresh.push(envelope);
            } else if dead < MAX_DEAD_REMOVED {
                dead += 1;
            } else {
                continue;
            }
            delivered.push(DeliveredCookie { name: name.to_owned(), value: value.to_owned(), stored });
        }
        fresh.sort_by_key(|envelope| envelope.at);
        let mut flash = Flash::default();
        for envelope in fresh {
            flash.extend(envelope.flash);
        }
        Pending { flash, delivered: Delivered(delivered) }
    }

    /// Saves flash for the next page, and returns the `Set-Cookie` lines.
    pub(crate) async fn keep(
        &self,
        mut flash: Flash,
        lines: &[HeaderValue],
        request: &Request<'_>,
    ) -> Result<Vec<HeaderValue>, SaveError> {
        let at = now();
        let write = |flash: &Flash| serde_json::to_vec(&Envelope { at, flash }).unwrap_or_default();
        let mut delivered = Delivered::default();
        let (count, bytes) = self
            .cookies
            .flashes(lines)
            .fold((0, 0), |(count, bytes), (_, value)| (count + 1, bytes + value.len()));
        if count >= MAX_PENDING || bytes > MAX_PENDING_BYTES {
            let pending = self.pending(lines, request).await;
            let new = flash.values.clone();
            flash = pending.flash.followed_by(flash);
            delivered = pending.delivered;
            // Older flash, which no page has shown, must not make the new flash fail.
            if flash.values.len() > new.len() && write(&flash).len() > self.backend.limit() {
                tracing::warn!(
                    "{request}: flash that no page has shown is dropped, because newer flash leaves no room for it"
                );
                flash.values = new;
            }
        }
        let save_error =
            |reason: String| SaveError::Backend(format!("what was flashed could not be kept: {reason}"));
        let data =
            truncate_flash(self.backend.limit(), &mut flash, request, write).map_err(SaveError::TooLarge)?;
        let name = self.cookies.random_name().map_err(|error| save_error(error.to_string()))?;
        let value = with_timeout(Instant::now() + BACKEND_TIMEOUT, self.backend.save(&name, data)).await;
        let value = value.map_err(|error| save_error(error.to_string()))?;
        let cookie = self.cookies.set_flash(&name, &value).ok_or_else(|| {
            save_error(format!("the session's backend gave {value:?}, which no cookie can hold"))
        })?;
        let mut set = vec![cookie];
        set.extend(self.forget(delivered, request).await);
        Ok(set)
    }

    /// Removes delivered flash from the backend, and returns the `Set-Cookie` lines that remove its cookies.
    pub(crate) async fn forget(&self, delivered: Delivered, request: &Request<'_>) -> Vec<HeaderValue> {
        let mut unset = Vec::with_capacity(delivered.0.len());
        let until = Instant::now() + BACKEND_TIMEOUT;
        for cookie in delivered.0 {
            if cookie.stored
                && let Err(error) =
                    with_timeout(until, self.backend.remove(&cookie.name, &cookie.value)).await
            {
                tracing::error!(
                    "{request}: what was shown could not be removed from the session's backend: {error}"
                );
            }
            unset.extend(self.cookies.unset_flash(&cookie.name));
        }
        unset
    }
}

impl Delivered {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

async fn with_timeout<T>(until: Instant, mut work: SessionFuture<'_, T>) -> Result<T, SessionError> {
    // The encrypted cookie needs no timer, and a runtime may be built without one.
    if let Poll::Ready(outcome) = poll_fn(|cx| Poll::Ready(work.as_mut().poll(cx))).await {
        return outcome;
    }
    match tokio::time::timeout_at(until, work).await {
        Ok(outcome) => outcome,
        Err(_) => {
            Err(SessionError::new(format!("the backend took longer than {} s", BACKEND_TIMEOUT.as_secs())))
        }
    }
}

/// Warns only once, because forged cookies could fill the log.
fn report_unreadable(name: &str) {
    static REPORTED: AtomicBool = AtomicBool::new(false);
    if REPORTED.swap(true, Ordering::Relaxed) {
        tracing::debug!("the cookie `{name}` leads to no flash and is ignored");
    } else {
        tracing::warn!(
            "the cookie `{name}` leads to no flash and is ignored: it is forged, truncated, too old, or of another key; \
             further ones are logged at the level `debug`"
        );
    }
}

fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
