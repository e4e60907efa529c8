//! The files in the program, as a backend for tower-http's `ServeDir`.

use std::{
    borrow::Cow,
    future::{Ready, ready},
    io::{self, Cursor, SeekFrom},
    path::{Component, Path, PathBuf},
    pin::Pin,
    task::{Context, Poll},
    time::{Duration, SystemTime},
};

use rust_embed::{EmbeddedFile, RustEmbed};
use tokio::io::{AsyncRead, AsyncSeek, ReadBuf};
use tower_http::services::fs::{Backend, File, Metadata};

/// A folder in the program: the functions of a type that derives `RustEmbed`, without that type.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Embedded {
    folder: &'static str,
    get: fn(&str) -> Option<EmbeddedFile>,
    names: fn() -> Vec<Cow<'static, str>>,
}

impl Embedded {
    pub(crate) fn new<F: RustEmbed>(folder: &'static str) -> Self {
        Self { folder, get: F::get, names: || F::iter().collect() }
    }

    /// The folder's path in the package, for messages.
    pub(crate) fn folder(&self) -> &'static str {
        self.folder
    }

    /// The paths of all files, with slashes.
    pub(crate) fn names(&self) -> Vec<Cow<'static, str>> {
        (self.names)()
    }

    /// The content of a file.
    pub(crate) fn read(&self, name: &str) -> Option<Cow<'static, [u8]>> {
        (self.get)(name).map(|file| file.data)
    }

    fn find(&self, path: &Path) -> io::Result<EmbeddedFile> {
        let parts = path.components().filter_map(|part| match part {
            Component::Normal(part) => part.to_str(),
            _ => None,
        });
        let name = parts.collect::<Vec<_>>().join("/");
        (self.get)(&name).ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

impl Backend for Embedded {
    type File = OpenFile;
    type Metadata = EmbeddedMetadata;
    type OpenFuture = Ready<io::Result<OpenFile>>;
    type MetadataFuture = Ready<io::Result<EmbeddedMetadata>>;

    fn open(&self, path: PathBuf) -> Self::OpenFuture {
        ready(
            self.find(&path).map(|file| OpenFile {
                metadata: EmbeddedMetadata::of(&file),
                content: Cursor::new(file.data),
            }),
        )
    }

    fn metadata(&self, path: PathBuf) -> Self::MetadataFuture {
        ready(self.find(&path).map(|file| EmbeddedMetadata::of(&file)))
    }
}

/// The metadata of a file for `ServeDir`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EmbeddedMetadata {
    length: u64,
    fingerprint: Duration,
}

impl EmbeddedMetadata {
    /// `ServeDir` makes the `ETag` from the modification time of a file. That time is useless for a file in the program:
    /// reproducible builds set a fixed one, so it would not change with the content. So the time is made from 66 bits of the
    /// content's hash, and the response has no `Last-Modified`.
    fn of(file: &EmbeddedFile) -> Self {
        let hash = file.metadata.sha256_hash();
        let mut bytes = hash.into_iter();
        let mut bits = |mask: u8, count: usize| {
            let first = u64::from(bytes.next().unwrap_or_default() & mask);
            bytes.by_ref().take(count).fold(first, |number, byte| number << 8 | u64::from(byte))
        };
        // All times are before the year 6326, because HTTP dates have four digits for the year.
        let seconds = Duration::from_secs(bits(0x1f, 4));
        let nanoseconds = Duration::from_nanos(bits(0x1f, 3));
        Self { length: file.data.len() as u64, fingerprint: seconds + nanoseconds }
    }
}

impl Metadata for EmbeddedMetadata {
    fn is_dir(&self) -> bool {
        false
    }

    fn modified(&self) -> io::Result<SystemTime> {
        Ok(SystemTime::UNIX_EPOCH + self.fingerprint)
    }

    fn len(&self) -> u64 {
        self.length
    }
}

/// An open file in the program.
#[derive(Debug)]
pub(crate) struct OpenFile {
    content: Cursor<Cow<'static, [u8]>>,
    metadata: EmbeddedMetadata,
}

impl File for OpenFile {
    type Metadata = EmbeddedMetadata;
    type MetadataFuture<'a> = Ready<io::Result<EmbeddedMetadata>>;

    fn metadata(&self) -> Self::MetadataFuture<'_> {
        ready(Ok(self.metadata))
    }
}

impl AsyncRead for OpenFile {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.content).poll_read(context, buffer)
    }
}

impl AsyncSeek for OpenFile {
    fn start_seek(mut self: Pin<&mut Self>, position: SeekFrom) -> io::Result<()> {
        Pin::new(&mut self.content).start_seek(position)
    }

    fn poll_complete(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<u64>> {
        Pin::new(&mut self.content).poll_complete(context)
    }
}
