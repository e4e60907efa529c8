//! A folder as something that tower-http's `ServeDir` can serve, without what symbolic links lead to outside of it.

use std::{
    fs, io,
    path::{Component, Path, PathBuf},
    pin::Pin,
    sync::Arc,
};

use tokio::task::spawn_blocking;
use tower_http::services::fs::{Backend, TokioBackend, TokioFile};

use super::name;

/// The files of a folder. The folder itself may be a symbolic link, and so may its files, as long as they lead to public files of it.
#[derive(Clone, Debug)]
pub(super) struct Contained {
    folder: Arc<Path>,
}

type Boxed<T> = Pin<Box<dyn Future<Output = io::Result<T>> + Send>>;

impl Contained {
    pub(super) fn new(folder: Arc<Path>) -> Self {
        Self { folder }
    }

    /// Does something with the file that a path really names.
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

/// The file that a path leads to. One that is not a public file of the folder is not found.
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
