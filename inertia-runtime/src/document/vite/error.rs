//! The errors of a front end's build, and the advice for each.

use std::path::Path;
use std::{fmt, io};

use crate::document::vite::absolute;

/// The front end's build could not be found or does not fit the settings of [`Vite`](super::Vite).
///
/// The message names the paths that were searched, and what to run or to write. `Debug` prints the same message, because Rust
/// prints it for an error that `main` returns.
///
/// ```
/// use inertia::Vite;
///
/// let error = Vite::auto("no-such-folder").unwrap_err();
/// assert!(error.to_string().contains("no-such-folder"));
/// ```
pub struct ViteError {
    message: String,
    nothing_built: bool,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl ViteError {
    pub(super) fn no_directory(root: &Path) -> Self {
        Self::new(format!(
            "there is no directory {}; `Vite::auto` takes the front end's folder, relative to the folder that the \
             program runs in",
            absolute(root).display()
        ))
    }

    pub(super) fn no_manifest(path: &Path) -> Self {
        Self::new(format!(
            "there is no manifest {}; run `npm run build`, with `build: {{ manifest: true }}` in vite.config",
            absolute(path).display()
        ))
    }

    pub(super) fn no_source() -> Self {
        Self::new("Vite has neither a `root` nor a manifest; begin with `Vite::auto(…)`")
    }

    /// Whether there is neither a dev server nor a build, and the settings are valid.
    pub(in super::super) fn is_nothing_built(&self) -> bool {
        self.nothing_built
    }

    pub(super) fn nothing_built(root: Option<&Path>, manifest: &Path) -> Self {
        let manifest = absolute(manifest);
        let hot = root.map(|root| absolute(&root.join("hot")));
        let server = match &hot {
            Some(hot) if hot.is_file() => format!("{} names a dev server that does not run", hot.display()),
            Some(hot) => format!("there is no hot file {} of a dev server", hot.display()),
            None => "no dev server is set".to_owned(),
        };
        let error = Self::new(format!(
            "the front end is neither served nor built: {server}, and there is no manifest {}; in the front end's \
             folder, run `npm run build` (with `build: {{ manifest: true }}` in vite.config) to build it, or \
             `npm run dev` to serve it while you work on it",
            manifest.display()
        ));
        Self { nothing_built: true, ..error }
    }

    #[cfg(feature = "embed")]
    pub(super) fn nothing_embedded(folder: &str) -> Self {
        Self::new(format!(
            "the program holds no manifest of {folder}; run `npm run build`, with `build: {{ manifest: true }}` in \
             vite.config, before the program is built"
        ))
    }

    pub(super) fn unreadable(path: &Path, error: io::Error) -> Self {
        Self::caused(format!("{} cannot be read: {error}", absolute(path).display()), error)
    }

    pub(super) fn bad_manifest(path: &Path, error: serde_json::Error) -> Self {
        let path = absolute(path);
        let message =
            format!("{} is no manifest of Vite: {error}; run `npm run build` again", path.display());
        Self::caused(message, error)
    }

    pub(super) fn broken_import(path: &Path, importer: &str, import: &str) -> Self {
        Self::new(format!(
            "in {}, `{importer}` imports `{import}`, which is not there; run `npm run build` again",
            path.display()
        ))
    }

    pub(super) fn no_entry(entry: &str, path: &Path, entries: &[&str]) -> Self {
        let likeness = |known: &str| strsim::jaro(known, entry);
        let closest = entries.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
        let meant = closest.filter(|known| likeness(known) > 0.8);
        let meant = meant.map_or_else(String::new, |known| format!("; did you mean `{known}`?"));
        let entries = Self::list(entries);
        Self::new(format!("`{entry}` is no entry of {}, which has {entries}{meant}", path.display()))
    }

    pub(super) fn which_entry(path: &Path, entries: &[&str]) -> Self {
        let entries = Self::list(entries);
        Self::new(format!(
            "which entry to load is not clear: {} has {entries}; write `Vite::auto(…)?.entry(\"…\")`",
            path.display()
        ))
    }

    pub(super) fn no_dev_entry(root: Option<&Path>) -> Self {
        let searched = root.map_or_else(String::new, |root| {
            format!(
                ": none of src/main, src/app, main, app (.tsx, .ts, .jsx, .js) is in {}",
                absolute(root).display()
            )
        });
        Self::new(format!(
            "which entry to load from the dev server is not clear{searched}; write `.entry(\"src/main.tsx\")`"
        ))
    }

    pub(super) fn no_dev_file(entry: &str, root: &Path, other: Option<String>) -> Self {
        let other = other.map_or_else(String::new, |other| format!("; there is `{other}`"));
        Self::new(format!("there is no entry `{entry}` in {}{other}", absolute(root).display()))
    }

    pub(super) fn bad_url(url: &str) -> Self {
        Self::new(format!("`{url}` is no URL of a dev server; write it as `http://localhost:5173`"))
    }

    pub(super) fn bad_hot_file(path: &Path, text: &str) -> Self {
        Self::new(format!(
            "{} holds `{text}`, which is no URL of a dev server; it should be written as `http://localhost:5173`, or \
             deleted",
            path.display()
        ))
    }

    fn list(entries: &[&str]) -> String {
        match entries {
            [] => "no entry (give the build one: `build: { rollupOptions: { input: 'src/main.tsx' } }`)"
                .to_owned(),
            entries => format!("the entries `{}`", entries.join("`, `")),
        }
    }

    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), nothing_built: false, source: None }
    }

    fn caused(message: String, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self { message, nothing_built: false, source: Some(Box::new(source)) }
    }
}

impl fmt::Display for ViteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Debug for ViteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ViteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
