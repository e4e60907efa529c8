//! Files that came with a form.

use std::{
    fmt, fs,
    io::{self, Write},
    path::Path,
};

use bytes::Bytes;
use tempfile::{NamedTempFile, TempPath};
use tokio::{
    io::{AsyncWriteExt, BufWriter},
    task::spawn_blocking,
};

/// How much is gathered before it is written, in bytes. Every writing costs a trip to another thread, and a client may send
/// byte by byte.
const AT_ONCE: usize = 64 << 10;

/// A file that came with a form. A small one is in memory, a larger one in a temporary file, which is removed together
/// with this value.
///
/// ```
/// use inertia::UploadedFile;
///
/// async fn keep(avatar: UploadedFile) -> std::io::Result<()> {
///     // The client's name and type are claims: choose your own name.
///     println!("{} is said to be {:?}", avatar.name(), avatar.content_type());
///     avatar.save_to("uploads/1.png").await
/// }
/// ```
pub struct UploadedFile {
    name: String,
    content_type: Option<String>,
    size: u64,
    content: Content,
}

enum Content {
    Memory(Bytes),
    Disk(TempPath),
}

impl UploadedFile {
    /// A file of nothing, to stand in for one that live validation leaves away.
    pub(crate) fn empty() -> Self {
        Self { name: String::new(), content_type: None, size: 0, content: Content::Memory(Bytes::new()) }
    }

    /// The file's name on the client, without any folder. It may be anything, and empty: never make a path of it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The type that the client says it has, as `image/png`. Not checked.
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// The size in bytes.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// All of it.
    ///
    /// # Errors
    ///
    /// When the temporary file cannot be read.
    pub async fn bytes(&self) -> io::Result<Bytes> {
        match &self.content {
            Content::Memory(bytes) => Ok(bytes.clone()),
            Content::Disk(path) => tokio::fs::read(path).await.map(Bytes::from),
        }
    }

    /// Moves it to a path, whole or not at all: a file that is there stays as it is until the new one takes its place.
    /// The file gets the permissions of a new one.
    ///
    /// # Errors
    ///
    /// When the folder does not exist or cannot be written to. The uploaded file is gone then, too.
    pub async fn save_to(self, path: impl AsRef<Path>) -> io::Result<()> {
        let path = path.as_ref().to_owned();
        blocking(move || self.content.save_to(&path)).await
    }

    /// Where it is while it is not in memory.
    #[cfg(test)]
    pub(super) fn stored_at(&self) -> Option<&Path> {
        match &self.content {
            Content::Memory(_) => None,
            Content::Disk(path) => Some(path),
        }
    }
}

impl Content {
    fn save_to(self, target: &Path) -> io::Result<()> {
        let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
        // Written under another name in the same folder, so that the last step is a renaming.
        let mut fresh =
            new_file(folder.unwrap_or(Path::new("."))).map_err(|error| unsaved(target, &error))?;
        match self {
            Self::Memory(bytes) => fresh.write_all(&bytes)?,
            Self::Disk(stored) => {
                // Temporary files are their owner's alone.
                fs::set_permissions(&stored, fresh.as_file().metadata()?.permissions())?;
                match stored.persist(target) {
                    Ok(()) => return Ok(()),
                    // On another file system it has to be copied.
                    Err(unmoved) => {
                        io::copy(&mut fs::File::open(&unmoved.path)?, &mut fresh)?;
                    }
                }
            }
        }
        fresh.persist(target)?;
        Ok(())
    }
}

/// Names the file that was meant, which the error of a temporary one beside it does not.
fn unsaved(target: &Path, error: &io::Error) -> io::Error {
    let what = match error.kind() {
        io::ErrorKind::NotFound => {
            "its folder does not exist; create it when the application starts".to_owned()
        }
        _ => error.to_string(),
    };
    io::Error::new(
        error.kind(),
        format!("the uploaded file cannot be saved as `{}`: {what}", target.display()),
    )
}

fn new_file(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".upload-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // Of these the process's mask takes its part away, as from every new file.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    spawn_blocking(work).await.map_err(io::Error::other)?
}

/// A file while it arrives. Dropped before its end, it leaves nothing behind.
pub(super) struct Receiving {
    name: String,
    content_type: Option<String>,
    size: u64,
    bound: usize,
    memory: Vec<u8>,
    disk: Option<(BufWriter<tokio::fs::File>, TempPath)>,
}

impl Receiving {
    /// `bound` is how much of it is kept in memory, in bytes.
    pub(super) fn new(name: &str, content_type: Option<String>, bound: usize) -> Self {
        Self { name: bare(name), content_type, size: 0, bound, memory: Vec::new(), disk: None }
    }

    /// How large it would be with one chunk more.
    pub(super) fn size_with(&self, chunk: &Bytes) -> u64 {
        self.size.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX))
    }

    pub(super) async fn write(&mut self, chunk: Bytes) -> io::Result<()> {
        self.size = self.size_with(&chunk);
        if let Some((file, _)) = &mut self.disk {
            return file.write_all(&chunk).await;
        }
        if self.memory.len() + chunk.len() <= self.bound {
            self.memory.extend_from_slice(&chunk);
            return Ok(());
        }
        let (file, path) = blocking(NamedTempFile::new).await?.into_parts();
        let file = BufWriter::with_capacity(AT_ONCE, tokio::fs::File::from_std(file));
        let (file, _) = self.disk.insert((file, path));
        file.write_all(&std::mem::take(&mut self.memory)).await?;
        file.write_all(&chunk).await
    }

    /// Where it goes once it is too large for memory.
    #[cfg(test)]
    pub(super) fn stored_at(&self) -> Option<&Path> {
        self.disk.as_ref().map(|(_, path)| &**path)
    }

    pub(super) async fn finish(self) -> io::Result<UploadedFile> {
        let content = match self.disk {
            None => Content::Memory(self.memory.into()),
            Some((mut file, path)) => {
                // What is written is on its way until it is flushed.
                file.flush().await?;
                Content::Disk(path)
            }
        };
        Ok(UploadedFile { name: self.name, content_type: self.content_type, size: self.size, content })
    }
}

/// A file's name without folders, as old browsers send them, and without what no name has.
fn bare(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    match last.trim() {
        "." | ".." => String::new(),
        name => name.chars().filter(|char| !char.is_control()).collect(),
    }
}

impl fmt::Debug for UploadedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("UploadedFile");
        shown.field("name", &self.name).field("content_type", &self.content_type).field("size", &self.size);
        shown.finish_non_exhaustive()
    }
}
