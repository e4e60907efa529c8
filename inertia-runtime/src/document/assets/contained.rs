//! A folder as a backend for tower-http's `ServeDir` that does not follow symbolic links out of the folder.

use std::{
    fs, io,
    path::{Component, Path, PathBuf},
    pin::Pin,
    sync::Arc,
};

use tokio::task::spawn_blocking;
use tower_http::services::fs::{Backend, TokioBackend, TokioFile};

use crate::document::assets::name;

/// The files of a folder. The folder itself may be a symbolic link, and its files may be links to other public files in it.
#[derive(Clone, Debug)]
pub(super) struct Contained {
    folder: Arc<Path>,
}

type Boxed<T> = Pin<Box<dyn Future<Output = io::Result<T>> + Send>>;

impl Contained {
    pub(super) fn new(folder: Arc<Path>) -> Self {
        Self { folder }
    }

    /// Calls `work` with the path after symbolic links are resolved.
    fn with<T: Send + 'static>(
        &self,
        path: PathBuf,
        work: impl FnOnce(&TokioBackend, PathBuf) -> Boxed<T> + Send + 'static,
    ) -> Boxed<T> {
        let folder = self.folder.clone();
        Box::pin(async move {
            let real = spawn_blocking(move || resolve(&folder, &path)).await.map_err(io::Error::other)??;
            work(&TokioBackend, real).await
        })
    }
}

impl Backend for Contained {
    type File = TokioFile;
    type Metadata = fs::Metadata;
    type OpenFuture = Boxed<TokioFile>;
    type MetadataFuture = Boxed<fs::Metadata>;

    fn open(&self, path: PathBuf) -> Self::OpenFuture {
        self.with(path, Backend::open)
    }

    fn metadata(&self, path: PathBuf) -> Self::MetadataFuture {
        self.with(path, Backend::metadata)
    }
}

/// Resolves symbolic links. The error is `NotFound` unless the path leads to a public file in the folder.
fn resolve(folder: &Path, path: &Path) -> io::Result<PathBuf> {
    let folder = fs::canonicalize(folder)?;
    let real = fs::canonicalize(path)?;
    let inside = real.strip_prefix(&folder).map_err(|_| io::ErrorKind::NotFound)?;
    let is_public = |part: Component<'_>| part.as_os_str().to_str().is_some_and(name::is_public);
    let in_renderer = inside.components().count() > 1 && inside.starts_with(name::RENDERER);
    if in_renderer || !inside.components().all(is_public) {
        return Err(io::ErrorKind::NotFound.into());
    }
    Ok(real)
}
