//! How large a form may be.

use std::time::Duration;

/// The deepest nesting that any configuration allows; values are read and dropped by functions that call themselves.
const DEEPEST: usize = 100;

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

    /// The whole body; 10 MiB. A longer one is answered with a 413, which a client shows in a modal, so give it room above
    /// [`file`](Self::file): a file that is a little too large is then a message under its field. Neither axum's `DefaultBodyLimit` nor its absence
    /// matters to forms.
    pub const fn body(mut self, bytes: u64) -> Self {
        self.body = bytes;
        self
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
