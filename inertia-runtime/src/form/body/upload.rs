//! Uploaded files.

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

/// The size of the write buffer. Each write runs on another thread, and a client may send single bytes.
const WRITE_BUFFER_BYTES: usize = 64 << 10;

/// A file uploaded with a form. A small file is kept in memory, a larger one in a temporary file that is removed when this
/// value is dropped.
///
/// ```
/// use inertia::UploadedFile;
///
/// async fn keep(avatar: UploadedFile) -> std::io::Result<()> {
///     // Never use the client's name as a path.
///     println!("{}, {} bytes", avatar.name(), avatar.size());
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
    /// An empty file, the stand-in for a file that live validation omits.
    pub(crate) fn empty() -> Self {
        Self { name: String::new(), content_type: None, size: 0, content: Content::Memory(Bytes::new()) }
    }

    /// The file's name on the client, without folders. The client chooses it and it may be empty: never use it as a path.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The content type that the client sent, such as `image/png`. Not checked.
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// The size in bytes.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The whole content.
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

    /// Moves the file to a path atomically: an existing file is replaced only once the new one is complete. The saved file
    /// has the permissions of any new file.
    ///
    /// # Errors
    ///
    /// When the folder does not exist or cannot be written to. The uploaded file is lost in that case.
    pub async fn save_to(self, path: impl AsRef<Path>) -> io::Result<()> {
        let path = path.as_ref().to_owned();
        blocking(move || self.content.save_to(&path)).await
    }

    /// The path of the temporary file, if there is one.
    #[cfg(test)]
    pub(crate) fn stored_at(&self) -> Option<&Path> {
        match &self.content {
            Content::Memory(_) => None,
            Content::Disk(path) => Some(path),
        }
    }
}

impl Content {
    fn save_to(self, target: &Path) -> io::Result<()> {
        let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
        // Written to a temporary name in the same folder, because only a rename replaces the target atomically.
        let mut temporary =
            new_file(folder.unwrap_or(Path::new("."))).map_err(|error| save_error(target, &error))?;
        match self {
            Self::Memory(bytes) => temporary.write_all(&bytes)?,
            Self::Disk(stored) => {
                // Temporary files are created readable by their owner only.
                fs::set_permissions(&stored, temporary.as_file().metadata()?.permissions())?;
                match stored.persist(target) {
                    Ok(()) => return Ok(()),
                    // A file cannot be renamed to another file system.
                    Err(error) => {
                        io::copy(&mut fs::File::open(&error.path)?, &mut temporary)?;
                    }
                }
            }
        }
        temporary.persist(target)?;
        Ok(())
    }
}

/// An error that names the target: the original one names the temporary file beside it.
fn save_error(target: &Path, error: &io::Error) -> io::Error {
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
        // The process's umask is applied to these, as to those of any new file.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    spawn_blocking(work).await.map_err(io::Error::other)?
}

/// Writes a file while it arrives. If it is dropped early, the temporary file is removed.
pub(crate) struct UploadWriter {
    name: String,
    content_type: Option<String>,
    size: u64,
    max_memory_bytes: usize,
    memory: Vec<u8>,
    disk: Option<(BufWriter<tokio::fs::File>, TempPath)>,
}

impl UploadWriter {
    /// Keeps up to `max_memory_bytes` bytes in memory.
    pub(crate) fn new(name: &str, content_type: Option<String>, max_memory_bytes: usize) -> Self {
        Self {
            name: sanitize_name(name),
            content_type,
            size: 0,
            max_memory_bytes,
            memory: Vec::new(),
            disk: None,
        }
    }

    /// The size after another chunk.
    pub(crate) fn size_with(&self, chunk: &Bytes) -> u64 {
        self.size.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX))
    }

    pub(crate) async fn write(&mut self, chunk: Bytes) -> io::Result<()> {
        self.size = self.size_with(&chunk);
        if let Some((file, _)) = &mut self.disk {
            return file.write_all(&chunk).await;
        }
        if self.memory.len() + chunk.len() <= self.max_memory_bytes {
            self.memory.extend_from_slice(&chunk);
            return Ok(());
        }
        let (file, path) = blocking(NamedTempFile::new).await?.into_parts();
        let file = BufWriter::with_capacity(WRITE_BUFFER_BYTES, tokio::fs::File::from_std(file));
        let (file, _) = self.disk.insert((file, path));
        file.write_all(&std::mem::take(&mut self.memory)).await?;
        file.write_all(&chunk).await
    }

    /// The path of the temporary file, once there is one.
    #[cfg(test)]
    pub(crate) fn stored_at(&self) -> Option<&Path> {
        self.disk.as_ref().map(|(_, path)| &**path)
    }

    pub(crate) async fn finish(self) -> io::Result<UploadedFile> {
        let content = match self.disk {
            None => Content::Memory(self.memory.into()),
            Some((mut file, path)) => {
                // The writer buffers, and tokio writes in the background.
                file.flush().await?;
                Content::Disk(path)
            }
        };
        Ok(UploadedFile { name: self.name, content_type: self.content_type, size: self.size, content })
    }
}

/// A file's name without control characters and without folders, which old browsers send.
fn sanitize_name(name: &str) -> String {
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
