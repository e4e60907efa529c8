//! The result of a front end's settings: a dev server, or a build.

use crate::document::layout::Markers;
use crate::document::vite::{MissingFile, ViteError, manifest::Manifest, server::DevServer};

/// A dev server or a build, with checked settings.
#[derive(Debug)]
pub(crate) enum ResolvedVite {
    Server(DevServer),
    Manifest(Manifest),
}

/// Whether there is a dev server that renders pages.
#[cfg(feature = "ssr")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SsrServer {
    /// There is no dev server.
    NoServer,
    /// The dev server does not render pages.
    Without,
    /// The dev server renders pages at this URL.
    At(String),
}

impl ResolvedVite {
    /// Whether there is a dev server that renders pages.
    #[cfg(feature = "ssr")]
    pub(crate) fn ssr_server(&self) -> SsrServer {
        match self {
            Self::Server(server) => server.ssr(),
            Self::Manifest(_) => SsrServer::NoServer,
        }
    }

    /// The asset version: the manifest's hash. The dev server has none, because it reloads changed modules itself.
    pub(crate) fn version(&self) -> Option<String> {
        match self {
            Self::Server(_) => None,
            Self::Manifest(manifest) => Some(manifest.version()),
        }
    }

    /// Why there is no file at this path, if documents load it. Returned once, for a log line. A dev server serves its own files.
    pub(in super::super) fn missing_file(&self, path: &str) -> Option<MissingFile> {
        match self {
            Self::Server(_) => None,
            Self::Manifest(manifest) => manifest.missing_file(path),
        }
    }

    /// The file of a page that is missing from the build, if the manifest shows it.
    #[cfg(debug_assertions)]
    pub(in super::super) fn unbuilt_page(&self, component: &str) -> Option<String> {
        match self {
            Self::Server(_) => None,
            Self::Manifest(manifest) => manifest.unbuilt_page(component),
        }
    }

    /// Where documents load from, for the log.
    pub(in super::super) fn place(&self) -> String {
        match self {
            Self::Server(server) => server.place(),
            Self::Manifest(manifest) => manifest.place(),
        }
    }

    /// The origins of the dev server, which the security policy must allow.
    pub(in super::super) fn dev_origins(&self) -> Option<String> {
        match self {
            Self::Server(server) => Some(server.origins()),
            Self::Manifest(_) => None,
        }
    }

    /// The tags that load `entry`, or the default entry, with markers for the nonces.
    pub(in super::super) fn tags(&self, entry: Option<&str>, markers: &Markers) -> Result<String, ViteError> {
        match self {
            Self::Server(server) => server.tags(entry, markers),
            Self::Manifest(manifest) => manifest.tags(entry, markers),
        }
    }
}
