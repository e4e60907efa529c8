//! The errors of documents.

use std::fmt;
#[cfg(feature = "tera")]
use std::path::PathBuf;

use crate::document::vite::ViteError;

/// Why a document cannot be made. All except `Render` and `Changed` are reported at start.
pub(crate) enum RootError {
    /// The front end's build has an error.
    Vite(ViteError),
    /// The template's file cannot be read.
    #[cfg(feature = "tera")]
    Read { path: PathBuf, source: std::io::Error },
    /// The template, or one that it includes or extends, has a mistake. `report` names the file and the line.
    #[cfg(feature = "tera")]
    Template { path: PathBuf, report: String },
    /// An included template is missing from the arguments of `template!`, so a release build would not have it.
    #[cfg(feature = "tera")]
    NotListed { path: PathBuf, name: String },
    /// The template or the front end's build was changed and has a mistake now. `report` names the path and the mistake.
    Changed { report: String },
    /// Rendering the template for a request failed.
    #[cfg(feature = "tera")]
    Render { path: PathBuf, report: String },
}

impl fmt::Display for RootError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Vite(error) => error.fmt(f),
            #[cfg(feature = "tera")]
            Self::Read { path, source } => write!(
                f,
                "the template {} cannot be read: {source}; give `.template(…)` a path relative to the folder that \
                 the program runs in, or an absolute one",
                path.display()
            ),
            #[cfg(feature = "tera")]
            Self::Template { path, report } => write!(f, "the template {}: {report}", path.display()),
            #[cfg(feature = "tera")]
            Self::NotListed { path, name } => write!(
                f,
                "the template {} uses `{name}`, which a release build would not have; add its path to \
                 `inertia::template!(…)`",
                path.display()
            ),
            Self::Changed { report } => f.write_str(report),
            #[cfg(feature = "tera")]
            Self::Render { path, report } => {
                write!(f, "the template {} could not be rendered: {report}", path.display())
            }
        }
    }
}

/// The same text, because Rust prints the `Debug` format of an error that `main` returns.
impl fmt::Debug for RootError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for RootError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Vite(error) => std::error::Error::source(error),
            #[cfg(feature = "tera")]
            Self::Read { source, .. } => Some(source),
            #[cfg(feature = "tera")]
            Self::Template { .. } | Self::NotListed { .. } | Self::Render { .. } => None,
            Self::Changed { .. } => None,
        }
    }
}

impl From<ViteError> for RootError {
    fn from(error: ViteError) -> Self {
        Self::Vite(error)
    }
}
