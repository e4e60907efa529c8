//! Rendering first visits on a server: the settings, and where their parts are.

mod answer;
mod breaker;
mod document;
mod failure;
mod http;
mod pattern;
mod process;
mod renderer;
mod seen;

use std::{ffi::OsString, fmt, path::PathBuf, sync::Arc, time::Duration};

use ::http::Uri;
use tokio::sync::Semaphore;

pub use self::failure::SsrFailure;
use self::{
    breaker::Breaker,
    http::HttpClient,
    pattern::Pattern,
    process::{Launch, Process},
    renderer::Place,
    seen::Seen,
};
pub(crate) use self::{document::document, renderer::Renderer};
use crate::{
    props::lazy::catch,
    root::{Root, vite::SsrServer},
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
    /// A setting for another kind of renderer.
    misplaced: Option<&'static str>,
}

/// The longest timeout.
const LONGEST: Duration = Duration::from_secs(3600);

#[derive(Debug, Clone)]
enum Source {
    Url(String),
    Script(Launch),
}

/// What is told of failures.
#[derive(Clone)]
struct Hook(Arc<dyn Fn(&SsrFailure) + Send + Sync>);

impl Ssr {
    /// A renderer that runs already, at its address without a path: `http://127.0.0.1:13714` is where the clients' servers
    /// listen. It may be another machine's; the connection is not encrypted.
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

    /// A renderer that this application runs: a script that a build has made, relative to the folder that the program runs
    /// in. It is started when the application is built, and ends with it.
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
            misplaced: None,
        }
    }

    /// Says something about the script, if there is one.
    fn launch(mut self, setting: &'static str, change: impl FnOnce(&mut Launch)) -> Self {
        match &mut self.source {
            Source::Script(launch) => change(launch),
            Source::Url(_) => self.misplaced = Some(setting),
        }
        self
    }

    /// What runs the script of [`spawn`](Self::spawn): `node` when nothing is said, `bun`, or the path of one of them.
    ///
    /// ```
    /// use inertia::Ssr;
    ///
    /// let ssr = Ssr::spawn("frontend/dist/ssr/ssr.js").runtime("bun");
    /// ```
    pub fn runtime(self, program: impl Into<OsString>) -> Self {
        self.launch("runtime", |launch| launch.runtime = program.into())
    }

    /// An argument for what runs the script, before the script's name.
    ///
    /// ```
    /// use inertia::Ssr;
    ///
    /// let ssr = Ssr::spawn("frontend/dist/ssr/ssr.js").argument("--max-old-space-size=256");
    /// ```
    pub fn argument(self, argument: impl Into<OsString>) -> Self {
        self.launch("argument", |launch| launch.arguments.push(argument.into()))
    }

    /// How long a visitor waits for a page to be rendered; a second when nothing is said. Then the page goes out to be
    /// rendered on the client.
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

    /// How long one visitor at a time waits for the first page of a renderer that was just started, which has to load its
    /// code; five seconds when nothing is said. All pages of Vite's dev server have this time, because it loads what has changed.
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

    /// How large an answer of the renderer may be, in bytes; 10 MiB when nothing is said.
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

    /// How many pages the renderer gets at a time; 16 when nothing is said. A renderer works at one after the other, one that
    /// uses a cluster at as many as it has processes. Others wait for a quarter of the [`timeout`](Self::timeout), and are then
    /// rendered on the client.
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

    /// Paths whose pages are rendered on the client, with `*` for any characters. May be said several times. For single pages
    /// there are `#[inertia::page("Map", ssr = false)]` and [`Page::without_ssr`](crate::Page::without_ssr).
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

    /// What to do with each failure, besides the log: count it, or pass it on to where errors are collected. It is called while
    /// the visitor waits, so it should not do long work itself.
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

    /// The renderer that these settings describe. With Vite's dev server that is the one to ask, because only it knows the
    /// sources as they are; nothing, when it cannot render.
    ///
    /// # Errors
    ///
    /// When a setting is wrong, or the script is not there.
    pub(crate) fn resolve(self, id: String, root: &Root) -> Result<Option<Renderer>, String> {
        if !root.has_head() {
            return Err(
                "`.ssr(..)`: the template has no place for the head of a rendered page; add the line \
                        `{{ inertia_head }}` inside `<head>`"
                    .to_owned(),
            );
        }
        if let Some(setting) = self.misplaced {
            return Err(format!(
                "`Ssr::{setting}(..)` is about a process that the application runs; write it after `Ssr::spawn(..)`"
            ));
        }
        self.excluded.iter().try_for_each(Pattern::check)?;
        for (name, timeout) in [("timeout", self.timeout), ("first_timeout", self.first_timeout)] {
            if timeout.is_zero() || timeout > LONGEST {
                return Err(format!(
                    "`Ssr::{name}({timeout:?})`: a visitor waits for a while, but not for ever; write more than nothing and at most \
                     {LONGEST:?}"
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
            room: Semaphore::new(self.concurrency.min(Semaphore::MAX_PERMITS)),
            timeout,
            first_timeout: self.first_timeout,
            limit: self.limit,
            excluded: self.excluded,
            hook: self.hook,
            root: id,
            told: Seen::default(),
        };
        renderer.start();
        Ok(Some(renderer))
    }
}

/// Where a renderer is asked for pages: at `/render`, unless the address names another path.
fn endpoint(url: &str) -> Result<Uri, String> {
    let wrong = |why: &str| {
        format!(
            "`Ssr::url({url:?})`: {why}; write the renderer's address, as `Ssr::url(\"http://127.0.0.1:13714\")`"
        )
    };
    let parsed = url::Url::parse(url).map_err(|error| wrong(&error.to_string()))?;
    if parsed.scheme() != "http" || !parsed.has_host() {
        return Err(wrong("a renderer is asked by plain HTTP"));
    }
    let mut parsed = parsed;
    if parsed.path() == "/" {
        parsed.set_path("/render");
    }
    parsed.set_fragment(None);
    parsed.as_str().parse().map_err(|error: ::http::uri::InvalidUri| wrong(&error.to_string()))
}

impl Hook {
    /// A hook that panics is not the visitor's business.
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
