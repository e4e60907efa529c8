//! What can be wrong with a document.

use std::fmt;
#[cfg(feature = "tera")]
use std::path::PathBuf;

use super::vite::ViteError;

/// A document that cannot be made. All but `Render` show at start.
pub(crate) enum RootError {
    /// The front end's build.
    Vite(ViteError),
    /// The template's file cannot be read.
    #[cfg(feature = "tera")]
    Read { path: PathBuf, source: std::io::Error },
    /// The template, or one that it includes or extends, has a mistake. `report` names the file and the line.
    #[cfg(feature = "tera")]
    Template { path: PathBuf, report: String },
    /// A template that is included is not among those that go into the program.
    #[cfg(feature = "tera")]
    NotListed { path: PathBuf, name: String },
    /// The template or the front end's build has changed, and has a mistake now. `report` says which, with the path.
    Changed { report: String },
    /// The template failed while it was rendered for a request.
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

/// The same text, because this is what a `main` that returns the error prints.
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
