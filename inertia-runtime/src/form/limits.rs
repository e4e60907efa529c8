//! The limits of forms.

use std::time::Duration;

/// The upper bound of [`FormLimits::depth`]: values are read and dropped recursively.
const MAX_DEPTH_LEVELS: usize = 100;

/// The default of [`FormLimits::drain`], as a multiple of [`FormLimits::body`].
#[cfg(feature = "multipart")]
const DEFAULT_DRAIN_FACTOR: u64 = 4;

/// The limits of an application's forms, set by [`Builder::form_limits`](crate::Builder::form_limits). Sizes are in bytes.
///
/// ```
/// use inertia::{FormLimits, Inertia};
///
/// # fn main() -> Result<(), inertia::BoxError> {
/// let inertia = Inertia::builder()
///     .form_limits(FormLimits::new().body(64 << 20).file(50 << 20))
///     .build()?;
/// # Ok(()) }
/// ```
///
/// A route sets other limits with an extension: `post(upload).layer(Extension(FormLimits::new().body(1 << 30)))`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormLimits {
    pub(crate) body: u64,
    pub(crate) drain: Option<u64>,
    pub(crate) field: usize,
    pub(crate) file: u64,
    pub(crate) memory: usize,
    pub(crate) files: usize,
    pub(crate) fields: usize,
    pub(crate) depth: usize,
    pub(crate) name: usize,
    pub(crate) idle: Duration,
}

impl FormLimits {
    /// The default limits.
    pub const fn new() -> Self {
        Self {
            body: 10 << 20,
            drain: None,
            field: 1 << 20,
            file: 8 << 20,
            memory: 256 << 10,
            files: 20,
            fields: 1_000,
            depth: 16,
            name: 1 << 10,
            idle: Duration::from_secs(30),
        }
    }

    /// The size of the whole body; 10 MiB by default. A multipart body with files may exceed it: it is read up to
    /// [`drain`](Self::drain), and the visitor gets a message under the field of a file. Any other longer body is answered
    /// with a 413. Forms ignore axum's `DefaultBodyLimit`.
    pub const fn body(mut self, bytes: u64) -> Self {
        self.body = bytes;
        self
    }

    /// The size up to which a multipart body over [`body`](Self::body) is still read to its end; 4 times `body` by default. The
    /// visitor then gets a message under the field of the file that is too large. Files over the limit are discarded while
    /// they arrive. A longer body is answered with a 413, immediately if its `Content-Length` is too large. A value no
    /// larger than `body` turns this off.
    ///
    /// ```
    /// use inertia::FormLimits;
    ///
    /// // Accepts 20 MB, and shows a message for photographs of up to 500 MB.
    /// let limits = FormLimits::new().body(20 << 20).file(20 << 20).drain(500 << 20);
    /// assert_ne!(limits, FormLimits::new());
    /// ```
    pub const fn drain(mut self, bytes: u64) -> Self {
        self.drain = Some(bytes);
        self
    }

    /// The largest number of bytes read from a multipart body.
    #[cfg(feature = "multipart")]
    pub(crate) const fn max_multipart_bytes(&self) -> u64 {
        match self.drain {
            Some(drain) if drain > self.body => drain,
            Some(_) => self.body,
            None => self.body.saturating_mul(DEFAULT_DRAIN_FACTOR),
        }
    }

    /// The size of one text value; 1 MiB by default. A longer one becomes a message under its field.
    pub const fn field(mut self, bytes: usize) -> Self {
        self.field = bytes;
        self
    }

    /// The size of one file; 8 MiB by default. A larger one becomes a message under its field. All files together also count
    /// towards [`body`](Self::body).
    pub const fn file(mut self, bytes: u64) -> Self {
        self.file = bytes;
        self
    }

    /// The size up to which a file is kept in memory; 256 KiB by default. A larger one is written to a temporary file.
    pub const fn memory(mut self, bytes: usize) -> Self {
        self.memory = bytes;
        self
    }

    /// The number of files; 20 by default. Each further file becomes a message under its field.
    pub const fn files(mut self, count: usize) -> Self {
        self.files = count;
        self
    }

    /// The number of values, including files and every element of every list; 1,000 by default. Parts of a multipart body
    /// that have no name or no chosen file also count. A form with more values is answered with a 413.
    pub const fn fields(mut self, count: usize) -> Self {
        self.fields = count;
        self
    }

    /// The depth of nested objects and lists; 16 by default and at most 100. Each segment of a name is a level: `a.b[c]` has
    /// three. A deeper form is answered with a 400.
    pub const fn depth(mut self, levels: usize) -> Self {
        self.depth = if levels < MAX_DEPTH_LEVELS { levels } else { MAX_DEPTH_LEVELS };
        self
    }

    /// The length of a value's full name, such as `items.0.price`, in bytes; 1 KiB by default. It is limited because names
    /// are sent back as the keys of messages. A longer name is answered with a 400.
    ///
    /// ```
    /// # use inertia::FormLimits;
    /// let limits = FormLimits::new().name(4 << 10);
    /// ```
    pub const fn name(mut self, bytes: usize) -> Self {
        self.name = bytes;
        self
    }

    /// The longest pause within a body; 30 seconds by default. A client that sends nothing for longer is answered with a 408.
    pub const fn idle(mut self, timeout: Duration) -> Self {
        self.idle = timeout;
        self
    }
}

impl Default for FormLimits {
    fn default() -> Self {
        Self::new()
    }
}
