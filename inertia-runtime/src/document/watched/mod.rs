//! In development, a document is made again when one of its files changes: the template, the hot file of Vite's dev server, or
//! the manifest of the build.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant, SystemTime},
};

use crate::document::{RootError, RootOptions, Source, vite::ResolvedVite};

/// The time between two attempts to connect to the dev server while documents load from the build.
const PROBE_INTERVAL: Duration = Duration::from_secs(1);

/// After a slow attempt, the pause is this many times as long as the attempt, so that an address that does not respond delays
/// few requests.
const PAUSE_FACTOR: u32 = 20;

/// The settings of a document, and the document as it was last read.
#[derive(Debug)]
pub(super) struct Watched {
    options: RootOptions,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    current: Arc<Current>,
    next_probe: Instant,
}

/// The current document.
#[derive(Debug)]
struct Current {
    files: Files,
    vite: Option<Arc<ResolvedVite>>,
    source: Result<Source, String>,
}

/// Files, each with its state before it was read.
#[derive(Debug, Default)]
pub(super) struct Files(Vec<(PathBuf, Stamp)>);

/// The modification time and the size of a file; `None` if it does not exist.
type Stamp = Option<(SystemTime, u64)>;

impl Files {
    /// Adds a file, before it is read: its state is recorded first, so that a change during reading is noticed.
    pub(super) fn add(&mut self, path: PathBuf) {
        let stamp = stamp_of(&path);
        self.0.push((path, stamp));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn have_changed(&self) -> bool {
        self.0.iter().any(|(path, stamp)| *stamp != stamp_of(path))
    }
}

fn stamp_of(path: &Path) -> Stamp {
    let metadata = fs::metadata(path).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}

impl Watched {
    pub(super) fn new(
        options: RootOptions,
        files: Files,
        vite: Option<Arc<ResolvedVite>>,
        source: Source,
    ) -> Self {
        let current = Arc::new(Current { files, vite, source: Ok(source) });
        Self { options, state: Mutex::new(State { current, next_probe: Instant::now() + PROBE_INTERVAL }) }
    }

    /// Calls `work` with the current source of the document.
    ///
    /// # Errors
    ///
    /// The mistake in the document, until it is repaired; or the error of `work`.
    pub(super) fn with<T, E: From<RootError>>(
        &self,
        work: impl FnOnce(&Source) -> Result<T, E>,
    ) -> Result<T, E> {
        match &self.current().source {
            Ok(source) => work(source),
            Err(report) => Err(RootError::Changed { report: report.clone() }.into()),
        }
    }

    /// The current build of the front end.
    pub(super) fn vite(&self) -> Option<Arc<ResolvedVite>> {
        self.current().vite.clone()
    }

    fn current(&self) -> Arc<Current> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.current.files.have_changed() || self.dev_server_has_started(&mut state) {
            state.current = Arc::new(self.read(&state.current));
        }
        Arc::clone(&state.current)
    }

    /// Tries to connect to the dev server, because it may start without writing the hot file: `Vite::dev_url` needs none.
    fn dev_server_has_started(&self, state: &mut MutexGuard<'_, State>) -> bool {
        let from_build = matches!(state.current.vite.as_deref(), Some(ResolvedVite::Manifest(_)));
        let Some(vite) = self.options.vite.as_ref().filter(|_| from_build) else { return false };
        let start = Instant::now();
        if start < state.next_probe {
            return false;
        }
        let runs = vite.dev_server_runs();
        state.next_probe = Instant::now() + PROBE_INTERVAL.max(start.elapsed() * PAUSE_FACTOR);
        runs
    }

    fn read(&self, previous: &Current) -> Current {
        let mut files = Files::default();
        let vite = match self.options.resolve_vite(&mut files) {
            Ok(vite) => vite,
            // Vite deletes the manifest at the beginning of a build and writes it at the end.
            Err(error) if error.is_nothing_built() => previous.vite.clone(),
            Err(error) => {
                return Current { files, vite: previous.vite.clone(), source: Err(error.to_string()) };
            }
        };
        log_change(previous.vite.as_deref(), vite.as_deref());
        let source = self.options.source(vite.as_ref(), &mut files).map_err(|error| error.to_string());
        Current { files, vite, source }
    }
}

fn log_change(before: Option<&ResolvedVite>, now: Option<&ResolvedVite>) {
    let [before, now] = [before, now].map(|vite| vite.map(ResolvedVite::place));
    if let Some(place) = now.filter(|now| before.as_ref() != Some(now)) {
        tracing::info!("documents now load the front end from {place}");
    }
}

#[cfg(all(test, debug_assertions))]
mod tests;
