//! Rendering first visits on a server: the settings.

pub(crate) mod breaker;
pub(crate) mod failure;
pub(crate) mod http;
pub(crate) mod logged;
pub(crate) mod pattern;
pub(crate) mod process;
pub(crate) mod renderer;
pub(crate) mod response;

use std::{ffi::OsString, fmt, path::PathBuf, sync::Arc, time::Duration};

use ::http::Uri;
use tokio::sync::Semaphore;

pub use crate::ssr::failure::SsrFailure;
pub(crate) use crate::ssr::renderer::Renderer;
use crate::ssr::{
    breaker::Breaker,
    http::HttpClient,
    logged::LogMemory,
    pattern::Pattern,
    process::{Launch, Process},
    renderer::Place,
};
use crate::{
    document::{Root, vite::SsrServer},
    props::lazy::catch,
};

#[doc = include_str!("../../docs/ssr.md")]
#[derive(Debug, Clone)]
#[must_use = "give it to `Inertia::builder().ssr(..)`"]
pub struct Ssr {
    source: Source,
    timeout: Duration,
    first_timeout: Duration,
    limit: usize,
    concurrency: usize,
    excluded: Vec<Pattern>,
    hook: Option<Hook>,
    /// A setting that does not apply to this kind of renderer.
    inapplicable: Option<&'static str>,
}

/// The longest timeout.
const MAX_TIMEOUT: Duration = Duration::from_secs(3600);

#[derive(Debug, Clone)]
enum Source {
    Url(String),
    Script(Launch),
}

/// The function that is called for each failure.
#[derive(Clone)]
struct Hook(Arc<dyn Fn(&SsrFailure) + Send + Sync>);

impl Ssr {
    /// A renderer that runs already, by its address without a path. The clients' servers listen at
    /// `http://127.0.0.1:13714`. The renderer may run on another machine; the connection is not encrypted.
    ///
    /// ```
    /// use inertia::{Inertia, Ssr};
    ///
    /// # fn main() -> Result<(), inertia::BoxError> {
    /// let inertia = Inertia::builder().ssr(Ssr::url("http://127.0.0.1:13714")).build()?;
    /// # Ok(()) }
    /// ```
    pub fn url(url: impl Into<String>) -> Self {
        Self::new(Source::Url(url.into()))
    }

    /// A renderer that this application runs: the script that a build has written, relative to the working directory. It is
    /// started when the application is built, and stopped when the application ends.
    ///
    /// ```no_run
    /// use inertia::{Inertia, Ssr};
    ///
    /// # fn main() -> Result<(), inertia::BoxError> {
    /// let inertia = Inertia::builder().ssr(Ssr::spawn("frontend/dist/ssr/ssr.js")).build()?;
    /// # Ok(()) }
    /// ```
    pub fn spawn(script: impl Into<PathBuf>) -> Self {
        Self::new(Source::Script(Launch::new(script.into())))
    }

    fn new(source: Source) -> Self {
        Self {
            source,
            timeout: Duration::from_secs(1),
            first_timeout: Duration::from_secs(5),
            limit: 10 << 20,
            concurrency: 16,
            excluded: Vec::new(),
            hook: None,
            inapplicable: None,
        }
    }

    /// Changes a setting of the script, or records that there is none.
    fn launch(mut self, setting: &'static str, change: impl FnOnce(&mut Launch)) -> Self {
        match &mut self.source {
            Source::Script(launch) => change(launch),
            Source::Url(_) => self.inapplicable = Some(setting),
        }
        self
    }

    /// The program that runs the script of [`spawn`](Self::spawn): `node` (the default), `bun`, or the path of one of them.
    ///
    /// ```
    /// use inertia::Ssr;
    ///
    /// let ssr = Ssr::spawn("frontend/dist/ssr/ssr.js").runtime("bun");
    /// ```
    pub fn runtime(self, program: impl Into<OsString>) -> Self {
        self.launch("runtime", |launch| launch.runtime = program.into())
    }

    /// An argument for the runtime, placed before the script's name.
    ///
    /// ```
    /// use inertia::Ssr;
    ///
    /// let ssr = Ssr::spawn("frontend/dist/ssr/ssr.js").argument("--max-old-space-size=256");
    /// ```
    pub fn argument(self, argument: impl Into<OsString>) -> Self {
        self.launch("argument", |launch| launch.arguments.push(argument.into()))
    }

    /// How long to wait for a rendered page, one second by default. After that, the page is sent for the client to render.
    ///
    /// ```
    /// use std::time::Duration;
    /// use inertia::Ssr;
    ///
    /// let ssr = Ssr::url("http://127.0.0.1:13714").timeout(Duration::from_millis(300));
    /// ```
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How long to wait for the first page of a renderer that was just started, because it has to load its code; five seconds
    /// by default. One visit at a time waits this long. With Vite's dev server, this is the timeout of all pages, because it
    /// loads changed modules during a request.
    ///
    /// ```
    /// use std::time::Duration;
    /// use inertia::Ssr;
    ///
    /// let ssr = Ssr::url("http://127.0.0.1:13714").first_timeout(Duration::from_secs(2));
    /// ```
    pub fn first_timeout(mut self, timeout: Duration) -> Self {
        self.first_timeout = timeout;
        self
    }

    /// The largest response of the renderer, in bytes; 10 MiB by default.
    ///
    /// ```
    /// use inertia::Ssr;
    ///
    /// let ssr = Ssr::url("http://127.0.0.1:13714").limit(2 << 20);
    /// ```
    pub fn limit(mut self, bytes: usize) -> Self {
        self.limit = bytes;
        self
    }

    /// How many pages are sent to the renderer at the same time; 16 by default. A renderer renders one page after the other, a
    /// cluster as many as it has processes. Further pages wait for a quarter of the [`timeout`](Self::timeout), and are then
    /// sent for the client to render.
    ///
    /// ```
    /// use inertia::Ssr;
    ///
    /// let ssr = Ssr::url("http://127.0.0.1:13714").concurrency(64);
    /// ```
    pub fn concurrency(mut self, pages: usize) -> Self {
        self.concurrency = pages;
        self
    }

    /// Paths whose pages are rendered on the client, with `*` for any characters. Can be called several times. For single
    /// pages there are `#[inertia::page("Map", ssr = false)]` and [`Page::without_ssr`](crate::Page::without_ssr).
    ///
    /// ```
    /// use inertia::Ssr;
    ///
    /// let ssr = Ssr::url("http://127.0.0.1:13714").exclude("/admin").exclude("/admin/*");
    /// ```
    pub fn exclude(mut self, pattern: impl Into<String>) -> Self {
        self.excluded.push(Pattern::new(pattern.into()));
        self
    }

    /// Calls a function for each failure, in addition to the log, for example to count failures or to report them to an error
    /// tracker. It is called before the response is sent, so it must not block.
    ///
    /// ```
    /// use std::sync::atomic::{AtomicU64, Ordering};
    /// use inertia::Ssr;
    ///
    /// static FAILURES: AtomicU64 = AtomicU64::new(0);
    ///
    /// let ssr = Ssr::url("http://127.0.0.1:13714").on_failure(|failure| {
    ///     FAILURES.fetch_add(1, Ordering::Relaxed);
    ///     eprintln!("{}: {}", failure.component, failure.message);
    /// });
    /// ```
    pub fn on_failure(mut self, hook: impl Fn(&SsrFailure) + Send + Sync + 'static) -> Self {
        self.hook = Some(Hook(Arc::new(hook)));
        self
    }

    /// The renderer that these settings describe. While Vite's dev server runs, it renders instead, because only it has the
    /// current sources; `None` if it cannot render.
    ///
    /// # Errors
    ///
    /// If a setting is invalid, or the script does not exist.
    pub(crate) fn resolve(self, id: String, root: &Root) -> Result<Option<Renderer>, String> {
        if !root.has_head() {
            return Err(
                "`.ssr(..)`: the template has no place for the head of a rendered page; add the line \
                        `{{ inertia_head }}` inside `<head>`"
                    .to_owned(),
            );
        }
        if let Some(setting) = self.inapplicable {
            return Err(format!(
                "`Ssr::{setting}(..)` is about a process that the application runs; write it after `Ssr::spawn(..)`"
            ));
        }
        self.excluded.iter().try_for_each(Pattern::check)?;
        for (name, timeout) in [("timeout", self.timeout), ("first_timeout", self.first_timeout)] {
            if timeout.is_zero() || timeout > MAX_TIMEOUT {
                return Err(format!(
                    "`Ssr::{name}({timeout:?})`: a visitor waits for a while, but not for ever; write more than nothing and at most \
                     {MAX_TIMEOUT:?}"
                ));
            }
        }
        if self.concurrency == 0 {
            return Err(
                "`Ssr::concurrency(0)`: no page would be rendered; write at least 1, or leave `.ssr(..)` out"
                    .to_owned(),
            );
        }
        let (place, timeout) = match (root.ssr_server(), self.source) {
            (SsrServer::At(url), _) => (Place::At(endpoint(url)?), self.first_timeout),
            (SsrServer::Without, Source::Script(_)) => {
                tracing::info!(
                    "with Vite's dev server, pages are rendered on the client; to see them rendered on the server while \
                     developing, add the plugin `@inertiajs/vite` to a dev server that speaks plain HTTP"
                );
                return Ok(None);
            }
            (_, Source::Url(url)) => (Place::At(endpoint(&url)?), self.timeout),
            (SsrServer::NoServer, Source::Script(launch)) => {
                launch.check()?;
                (Place::Process(Process::new(launch)), self.timeout)
            }
        };
        let renderer = Renderer {
            place,
            client: Arc::new(HttpClient::new(self.limit)),
            breaker: Arc::new(Breaker::new()),
            permits: Semaphore::new(self.concurrency.min(Semaphore::MAX_PERMITS)),
            timeout,
            first_timeout: self.first_timeout,
            limit: self.limit,
            excluded: self.excluded,
            hook: self.hook,
            root: id,
            logged: LogMemory::default(),
        };
        renderer.start();
        Ok(Some(renderer))
    }
}

/// The URL that pages are posted to: `/render`, unless the address has another path.
fn endpoint(url: &str) -> Result<Uri, String> {
    let invalid = |reason: &str| {
        format!(
            "`Ssr::url({url:?})`: {reason}; write the renderer's address, as `Ssr::url(\"http://127.0.0.1:13714\")`"
        )
    };
    let parsed = url::Url::parse(url).map_err(|error| invalid(&error.to_string()))?;
    if parsed.scheme() != "http" || !parsed.has_host() {
        return Err(invalid("a renderer is asked by plain HTTP"));
    }
    let mut parsed = parsed;
    if parsed.path() == "/" {
        parsed.set_path("/render");
    }
    parsed.set_fragment(None);
    parsed.as_str().parse().map_err(|error: ::http::uri::InvalidUri| invalid(&error.to_string()))
}

impl Hook {
    /// Calls the function. If it panics, the panic is logged and the page is still sent.
    fn call(&self, failure: &SsrFailure) {
        if let Err(message) = catch(|| (self.0)(failure)) {
            tracing::error!(
                "page `{}`: the hook of `Ssr::on_failure` panicked: {message}",
                failure.component
            );
        }
    }
}

impl fmt::Debug for Hook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hook")
    }
}
