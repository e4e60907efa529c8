//! A template that is read again when its file changes, while developing.

use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use super::{ResolvedVite, RootError, Source, Template, sources::Sources, without_watching};

/// A template and what it was when it was last read.
#[derive(Debug)]
pub(in super::super) struct Watched {
    template: Template,
    vite: Option<Arc<ResolvedVite>>,
    current: Mutex<Arc<Read>>,
}

/// The state of a file: nothing when there is none.
type Stamp = Option<(SystemTime, u64)>;

#[derive(Debug)]
struct Read {
    files: Vec<(PathBuf, Stamp)>,
    source: Result<Source, String>,
}

impl Watched {
    /// # Errors
    ///
    /// When the template has a mistake: at start it is fatal, in development as in production.
    pub(super) fn new(template: Template, vite: Option<Arc<ResolvedVite>>) -> Result<Self, RootError> {
        let (files, source) = read(&template, vite.clone());
        let current = Mutex::new(Arc::new(Read { files, source: Ok(source?) }));
        Ok(Self { template, vite, current })
    }

    /// Does something with the template as it is now.
    ///
    /// # Errors
    ///
    /// What is wrong with it, until that is repaired; or what `work` reports.
    pub(in super::super) fn with<T, E: From<RootError>>(
        &self,
        work: impl FnOnce(&Source) -> Result<T, E>,
    ) -> Result<T, E> {
        match &self.current().source {
            Ok(source) => work(source),
            Err(report) => Err(RootError::Changed { report: report.clone() }.into()),
        }
    }

    fn current(&self) -> Arc<Read> {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        if current.files.iter().any(|(path, stamp)| *stamp != stamp_of(path)) {
            let (files, source) = read(&self.template, self.vite.clone());
            *current = Arc::new(Read { files, source: source.map_err(|error| error.to_string()) });
        }
        Arc::clone(&current)
    }
}

/// Reads the template. What the files were like is asked before, so that a change in between is not missed.
fn read(
    template: &Template,
    vite: Option<Arc<ResolvedVite>>,
) -> (Vec<(PathBuf, Stamp)>, Result<Source, RootError>) {
    let main = (template.path.clone(), stamp_of(&template.path));
    match Sources::read(template) {
        Ok(sources) => {
            let others = sources.paths().iter().skip(1).map(|path| (path.clone(), stamp_of(path)));
            let files = [main].into_iter().chain(others).collect();
            (files, without_watching(template, &sources, vite))
        }
        Err(error) => (vec![main], Err(error)),
    }
}

fn stamp_of(path: &PathBuf) -> Stamp {
    let metadata = fs::metadata(path).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}
