//! How large a form may be.

use std::time::Duration;

/// The deepest nesting that any configuration allows; values are read and dropped by functions that call themselves.
const DEEPEST: usize = 100;

/// How many times the limit of the body are read of a body whose files are too large.
#[cfg(feature = "multipart")]
const DRAIN_FACTOR: u64 = 4;

/// How large the forms of an application may be, set by [`Builder::form_limits`](crate::Builder::form_limits). Sizes are
/// in bytes.
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
/// A route that needs others has them as an extension: `post(upload).layer(Extension(FormLimits::new().body(1 << 30)))`.
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
    /// The limits that an application has when it sets none.
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

    /// The whole body; 10 MiB. When files make a body longer, it is read on to [`drain`](Self::drain), and the message is under the field of
    /// a file. Every other body that is longer gets a 413. Neither axum's `DefaultBodyLimit` nor its absence matters to forms.
    pub const fn body(mut self, bytes: u64) -> Self {
        self.body = bytes;
        self
    }

    /// Up to which size a multipart body over [`body`](Self::body) is read to its end, so that the visitor gets a message under the field of the
    /// file that is too large; 4 times `body`. Files over the limit are thrown away while they arrive. A still longer body gets a 413,
    /// at once where its `Content-Length` says so. With the same size as `body`, or a smaller one, nothing is read on.
    ///
    /// ```
    /// use inertia::FormLimits;
    ///
    /// // Photographs of 100 MB and more are no surprise here, and 20 MB are kept.
    /// let limits = FormLimits::new().body(20 << 20).file(20 << 20).drain(500 << 20);
    /// assert_ne!(limits, FormLimits::new());
    /// ```
    pub const fn drain(mut self, bytes: u64) -> Self {
        self.drain = Some(bytes);
        self
    }

    /// How many bytes of a multipart body are read at most.
    #[cfg(feature = "multipart")]
    pub(crate) const fn longest_multipart(&self) -> u64 {
        match self.drain {
            Some(drain) if drain > self.body => drain,
            Some(_) => self.body,
            None => self.body.saturating_mul(DRAIN_FACTOR),
        }
    }

    /// One text of a form; 1 MiB. A longer one becomes a message under its field.
    pub const fn field(mut self, bytes: usize) -> Self {
        self.field = bytes;
        self
    }

    /// One file; 8 MiB. A larger one becomes a message under its field. [`body`](Self::body) counts all of them together.
    pub const fn file(mut self, bytes: u64) -> Self {
        self.file = bytes;
        self
    }

    /// How much of one file is kept in memory; 256 KiB. A larger one goes to a temporary file.
    pub const fn memory(mut self, bytes: usize) -> Self {
        self.memory = bytes;
        self
    }

    /// How many files; 20. One more becomes a message under its field.
    pub const fn files(mut self, count: usize) -> Self {
        self.files = count;
        self
    }

    /// How many values, files among them and all elements of all lists; 1,000. Parts of a multipart body that have no name or
    /// an empty file count, too. More are answered with a 413.
    pub const fn fields(mut self, count: usize) -> Self {
        self.fields = count;
        self
    }

    /// How deep objects and lists may lie in each other; 16, and at most 100. Each segment of a name is a level: `a.b[c]` has
    /// three. Deeper ones are answered with a 400.
    pub const fn depth(mut self, levels: usize) -> Self {
        self.depth = if levels < DEEPEST { levels } else { DEEPEST };
        self
    }

    /// The name of a value, with all that it lies in, as `items.0.price`, in bytes; 1 KiB. Names come back in the messages. A
    /// longer one is answered with a 400.
    ///
    /// ```
    /// # use inertia::FormLimits;
    /// let limits = FormLimits::new().name(4 << 10);
    /// ```
    pub const fn name(mut self, bytes: usize) -> Self {
        self.name = bytes;
        self
    }

    /// How long the client may send nothing in the middle of a body; 30 seconds. Then it is answered with a 408.
    pub const fn idle(mut self, longest: Duration) -> Self {
        self.idle = longest;
        self
    }
}

impl Default for FormLimits {
    fn default() -> Self {
        Self::new()
    }
}
