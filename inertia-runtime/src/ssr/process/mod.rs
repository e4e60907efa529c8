//! A renderer process that the application starts, monitors, restarts, and ends.

pub(crate) mod child;
pub(crate) mod launch;
pub(crate) mod output;

use std::{
    sync::{Arc, Mutex, OnceLock, PoisonError},
    time::Duration,
};

use http::Uri;
use tokio::{
    runtime::Handle,
    sync::oneshot,
    time::{Instant, sleep, timeout},
};

use crate::ssr::process::child::Renderer;
pub(super) use crate::ssr::process::launch::Launch;
use crate::ssr::process::output::Output;
use crate::ssr::{breaker::Breaker, http::HttpClient};

/// How long a script may take from its start to its first response.
const START_TIMEOUT: Duration = Duration::from_secs(30);
/// The time between two health checks.
const HEALTH_INTERVAL: Duration = Duration::from_secs(2);
/// How long a health check may take. The renderer is single-threaded, so a slow page delays the response.
const HEALTH_TIMEOUT: Duration = Duration::from_secs(5);
/// The delay before the first restart. It doubles until [`MAX_RESTART_DELAY`] while the renderer ends within [`STABLE_UPTIME`].
const MIN_RESTART_DELAY: Duration = Duration::from_millis(100);
const MAX_RESTART_DELAY: Duration = Duration::from_secs(30);
const STABLE_UPTIME: Duration = Duration::from_secs(3);

/// A renderer process with its supervisor, which ends when this is dropped.
#[derive(Debug)]
pub(super) struct Process {
    launch: Launch,
    address: Address,
    stop: OnceLock<oneshot::Sender<()>>,
}

/// The address of the renderer, while it is up.
#[derive(Debug, Clone, Default)]
struct Address(Arc<Mutex<Option<Uri>>>);

/// The task that runs a renderer, and starts another one when it ends.
struct Supervisor {
    launch: Launch,
    address: Address,
    client: Arc<HttpClient>,
    breaker: Arc<Breaker>,
    output: Output,
}

/// Why a renderer ended, and how long it was up.
struct Exit {
    /// The reason, as a phrase that continues "the renderer".
    reason: String,
    /// The time from its first response to its end.
    uptime: Duration,
}

impl Process {
    pub(super) fn new(launch: Launch) -> Self {
        Self { launch, address: Address::default(), stop: OnceLock::new() }
    }

    /// Starts the supervisor, unless it is running or there is no tokio runtime yet.
    pub(super) fn start(&self, client: &Arc<HttpClient>, breaker: &Arc<Breaker>) {
        if self.stop.get().is_some() {
            return;
        }
        let Ok(runtime) = Handle::try_current() else { return };
        let (stop, stopped) = oneshot::channel();
        if self.stop.set(stop).is_ok() {
            let supervisor = Supervisor {
                launch: self.launch.clone(),
                address: self.address.clone(),
                client: Arc::clone(client),
                breaker: Arc::clone(breaker),
                output: Output::default(),
            };
            runtime.spawn(supervisor.run(stopped));
        }
    }

    /// The URL to render pages at; `None` while the renderer is not up.
    pub(super) fn uri(&self) -> Option<Uri> {
        self.address.get()
    }
}

impl Supervisor {
    /// Runs until the `Process` is dropped.
    async fn run(self, mut stopped: oneshot::Receiver<()>) {
        let mut delay = MIN_RESTART_DELAY;
        loop {
            let mut child = match self.launch.start() {
                Ok(child) => child,
                Err(error) if error.is_final() => return tracing::warn!("{error}"),
                Err(error) => {
                    tracing::warn!("{error}; trying again in {} ms", delay.as_millis());
                    if is_stopped_within(delay, &mut stopped).await {
                        return;
                    }
                    delay = (delay * 2).min(MAX_RESTART_DELAY);
                    continue;
                }
            };
            self.output.follow(&mut child);
            let exit = tokio::select! {
                biased;
                _ = &mut stopped => None,
                exit = self.monitor(&mut child) => Some(exit),
            };
            self.address.set(None);
            child.end().await;
            let Some(Exit { reason, uptime }) = exit else { return };
            if uptime >= STABLE_UPTIME {
                delay = MIN_RESTART_DELAY;
            }
            tracing::error!(
                "the renderer {reason}; pages are rendered on the client until it is restarted, in {} ms{}",
                delay.as_millis(),
                self.output.last_lines().await
            );
            if is_stopped_within(delay, &mut stopped).await {
                return;
            }
            delay = (delay * 2).min(MAX_RESTART_DELAY);
        }
    }

    /// Monitors a renderer until it ends, does not start in time, or fails two health checks in a row.
    async fn monitor(&self, child: &mut Renderer) -> Exit {
        let health = child.address.health();
        let started = Instant::now();
        let up = async {
            while !self.client.is_well(&health).await {
                sleep(Duration::from_millis(25)).await;
            }
        };
        tokio::select! {
            reason = child.wait() => {
                let reason = format!("{reason} before it was listening; {}", self.advice());
                return Exit { reason, uptime: Duration::ZERO };
            }
            up = timeout(START_TIMEOUT, up) => if up.is_err() {
                let seconds = START_TIMEOUT.as_secs();
                let reason = format!("was not listening after {seconds} s and was killed; {}", self.advice());
                return Exit { reason, uptime: Duration::ZERO };
            },
        }
        self.breaker.reset();
        self.address.set(Some(child.address.render()));
        tracing::info!(
            pid = child.id(),
            "the renderer {} is listening on {} after {} ms",
            self.launch.script(),
            child.address,
            started.elapsed().as_millis()
        );
        let started = Instant::now();
        let unresponsive = async {
            let (mut failed_checks, mut responses) = (0, self.client.answers());
            while failed_checks < 2 {
                sleep(HEALTH_INTERVAL).await;
                let healthy = timeout(HEALTH_TIMEOUT, self.client.is_well(&health)).await.unwrap_or(false);
                // A renderer that has rendered a page since the last check is only busy.
                let before = std::mem::replace(&mut responses, self.client.answers());
                failed_checks = if healthy || responses != before { 0 } else { failed_checks + 1 };
            }
        };
        let reason = tokio::select! {
            reason = child.wait() => reason,
            () = unresponsive => {
                format!("has not responded for {} s and was killed", 2 * HEALTH_TIMEOUT.as_secs())
            }
        };
        Exit { reason, uptime: started.elapsed() }
    }

    /// What to check if a script never listens.
    fn advice(&self) -> String {
        format!(
            "check that {} calls `createServer` from `@inertiajs/react/server`, or that of your framework, and was built for production",
            self.launch.script()
        )
    }
}

/// Waits for `delay`, and returns true early if the `Process` is dropped.
async fn is_stopped_within(delay: Duration, stopped: &mut oneshot::Receiver<()>) -> bool {
    timeout(delay, stopped).await.is_ok()
}

impl Address {
    fn get(&self) -> Option<Uri> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, uri: Option<Uri>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = uri;
    }
}

impl Drop for Supervisor {
    fn drop(&mut self) {
        // In `Drop`, because the tokio runtime may shut down and drop the task.
        self.address.set(None);
    }
}
