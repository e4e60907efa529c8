//! A renderer that the application runs itself: started, watched, started again, and never left behind.

mod child;
mod launch;
mod output;

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

use self::child::Renderer;
pub(super) use self::launch::Launch;
use self::output::Output;
use super::{breaker::Breaker, http::HttpClient};

/// How long a script may take until it answers.
const START: Duration = Duration::from_secs(30);
/// How often it is asked how it is, and how long it may take to say so. It does one thing after the other, so that a page that
/// takes its time keeps it from answering.
const INTERVAL: Duration = Duration::from_secs(2);
const PATIENCE: Duration = Duration::from_secs(5);
/// How long to wait before it is started again. It doubles as long as the renderer ends within the time of `STABLE`.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
const STABLE: Duration = Duration::from_secs(3);

/// A process and its supervisor, who ends it when this is dropped.
#[derive(Debug)]
pub(super) struct Process {
    launch: Launch,
    address: Address,
    stop: OnceLock<oneshot::Sender<()>>,
}

/// Where the renderer listens, while it does.
#[derive(Debug, Clone, Default)]
struct Address(Arc<Mutex<Option<Uri>>>);

/// Runs one renderer after the other.
struct Supervisor {
    launch: Launch,
    address: Address,
    client: Arc<HttpClient>,
    breaker: Arc<Breaker>,
    output: Output,
}

/// How a renderer ended.
struct Ended {
    /// In words that continue "the renderer".
    how: String,
    /// For how long it answered.
    served: Duration,
}

impl Process {
    pub(super) fn new(launch: Launch) -> Self {
        Self { launch, address: Address::default(), stop: OnceLock::new() }
    }

    /// Starts the supervisor, unless it runs or there is no runtime yet.
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

    /// Where pages are rendered; nothing while the renderer is not up.
    pub(super) fn uri(&self) -> Option<Uri> {
        self.address.get()
    }
}

impl Supervisor {
    /// Runs until the application is gone.
    async fn run(self, mut stopped: oneshot::Receiver<()>) {
        let mut pause = FIRST_PAUSE;
        loop {
            let mut child = match self.launch.start() {
                Ok(child) => child,
                Err(error) if error.is_final() => return tracing::warn!("{error}"),
                Err(error) => {
                    tracing::warn!("{error}; it is tried again in {} ms", pause.as_millis());
                    if stops(&mut stopped, pause).await {
                        return;
                    }
                    pause = (pause * 2).min(LONGEST_PAUSE);
                    continue;
                }
            };
            self.output.follow(&mut child);
            let ended = tokio::select! {
                biased;
                _ = &mut stopped => None,
                ended = self.watch(&mut child) => Some(ended),
            };
            self.address.set(None);
            child.end().await;
            let Some(Ended { how, served }) = ended else { return };
            if served >= STABLE {
                pause = FIRST_PAUSE;
            }
            tracing::error!(
                "the renderer {how}; pages are rendered on the client until it is started again, in {} ms{}",
                pause.as_millis(),
                self.output.last_words().await
            );
            if stops(&mut stopped, pause).await {
                return;
            }
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// Watches over one renderer until it ends, or until there is a reason to end it.
    async fn watch(&self, child: &mut Renderer) -> Ended {
        let health = child.address.health();
        let begun = Instant::now();
        let up = async {
            while !self.client.is_well(&health).await {
                sleep(Duration::from_millis(25)).await;
            }
        };
        let nothing = Duration::ZERO;
        tokio::select! {
            how = child.wait() => {
                return Ended { how: format!("{how} before it listened; {}", self.advice()), served: nothing };
            }
            up = timeout(START, up) => if up.is_err() {
                let how = format!("did not listen within {} s; {}", START.as_secs(), self.advice());
                return Ended { how, served: nothing };
            },
        }
        self.breaker.reset();
        self.address.set(Some(child.address.render()));
        tracing::info!(
            pid = child.id(),
            "the renderer {} answers on {} after {} ms",
            self.launch.script(),
            child.address,
            begun.elapsed().as_millis()
        );
        let begun = Instant::now();
        let unwell = async {
            let (mut missed, mut answers) = (0, self.client.answers());
            while missed < 2 {
                sleep(INTERVAL).await;
                let well = timeout(PATIENCE, self.client.is_well(&health)).await.unwrap_or(false);
                // Who answers a page is alive, and merely has much to do.
                let before = std::mem::replace(&mut answers, self.client.answers());
                missed = if well || answers != before { 0 } else { missed + 1 };
            }
        };
        let how = tokio::select! {
            how = child.wait() => how,
            () = unwell => format!("has answered nothing for {} s, and was ended", 2 * PATIENCE.as_secs()),
        };
        Ended { how, served: begun.elapsed() }
    }

    /// What to look at when a script never listens.
    fn advice(&self) -> String {
        format!(
            "see that {} calls `createServer` of `@inertiajs/react/server`, or of your framework's, and was built for production",
            self.launch.script()
        )
    }
}

/// Waits, and says whether the application has gone meanwhile.
async fn stops(stopped: &mut oneshot::Receiver<()>, pause: Duration) -> bool {
    timeout(pause, stopped).await.is_ok()
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
        // Also when the runtime ends and this task with it.
        self.address.set(None);
    }
}
