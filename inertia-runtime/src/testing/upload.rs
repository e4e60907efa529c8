//! A form with files, encoded like a browser does.

/// A form with files, for [`TestRequest::upload`](super::TestRequest::upload).
///
/// ```
/// use inertia::testing::Upload;
///
/// let form = Upload::new()
///     .text("title", "Opening night")
///     .file("poster", "poster.png", "image/png", [0x89, b'P', b'N', b'G']);
/// ```
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct Upload {
    body: Vec<u8>,
}

const BOUNDARY: &str = "----inertia-testing-7MA4YWxkTrZu0gW";

impl Upload {
    /// Creates a form without fields.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a field. Nested names are written like the client does: `tickets[0][price]`.
    pub fn text(self, name: &str, value: impl std::fmt::Display) -> Self {
        self.part(&format!("name=\"{}\"", escaped(name)), None, value.to_string().as_bytes())
    }

    /// Adds a file: the name of the field, the name of the file, its media type, and its content.
    pub fn file(self, name: &str, file: &str, media_type: &str, content: impl AsRef<[u8]>) -> Self {
        let disposition = format!("name=\"{}\"; filename=\"{}\"", escaped(name), escaped(file));
        self.part(&disposition, Some(media_type), content.as_ref())
    }

    fn part(mut self, disposition: &str, media_type: Option<&str>, content: &[u8]) -> Self {
        let media_type = media_type.map(|ty| format!("Content-Type: {ty}\r\n")).unwrap_or_default();
        let head =
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; {disposition}\r\n{media_type}\r\n");
        self.body.extend_from_slice(head.as_bytes());
        self.body.extend_from_slice(content);
        self.body.extend_from_slice(b"\r\n");
        self
    }

    /// Returns the `Content-Type` and the body.
    pub(super) fn finish(mut self) -> (String, Vec<u8>) {
        self.body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        (format!("multipart/form-data; boundary={BOUNDARY}"), self.body)
    }
}

/// Escapes a name for a quoted string, like browsers do.
fn escaped(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}
