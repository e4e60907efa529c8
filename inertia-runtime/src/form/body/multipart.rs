//! Reads multipart bodies part by part while they arrive.

use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed},
    },
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use http_body::{Body, Frame};
use http_body_util::BodyDataStream;
use multer::{Field, Multipart};

use crate::form::{
    Fields, FormLimits, Node, Problem,
    body::{
        incoming::IncomingBody,
        tree::Tree,
        unreadable::UnreadableBody,
        upload::{UploadWriter, UploadedFile},
    },
};

/// The longest boundary that RFC 2046 allows. Every chunk is searched for it, so it must not be longer.
const MAX_BOUNDARY_BYTES: usize = 70;

/// The size of a part's headers. The parser searches them again with every chunk, so they must be bounded.
const MAX_PART_HEADER_BYTES: usize = 8 << 10;

pub(crate) async fn read(
    incoming: IncomingBody,
    content_type: &str,
    limits: &FormLimits,
) -> Result<(Fields, Vec<(String, Problem)>), UnreadableBody> {
    let boundary = multer::parse_boundary(content_type).map_err(failure)?;
    if !(1..=MAX_BOUNDARY_BYTES).contains(&boundary.len()) {
        return Err(UnreadableBody::malformed(
            "the boundary of a multipart body has between 1 and 70 characters",
        ));
    }
    let flow = Arc::new(Flow::default());
    let stream = BodyDataStream::new(PacedBody { incoming, flow: flow.clone() });
    let mut parts = Parts { multipart: Multipart::new(stream, boundary), flow, received: 0 };
    let mut tree = Tree::new(limits);
    let mut files = 0;
    // Used once the body is over its limit: the bytes of text kept, and whether a field has a message already.
    let (mut kept_text, mut last_file, mut has_message) = (0_u64, None, false);
    while let Some(mut part) = parts.next().await? {
        let Some(name) = part.field.name().map(str::to_owned) else {
            // RFC 7578 requires a name; a part without one is ignored.
            tree.count_skipped()?;
            part.skip().await?;
            continue;
        };
        let Some(file_name) = part.field.file_name().map(str::to_owned) else {
            let start = *part.received;
            let Some(text) = part.text(limits.field).await? else {
                has_message = true;
                tree.insert_problem(&name, Problem::TextTooLarge { limit: limits.field })?;
                continue;
            };
            // The body may exceed its limit while files are drained, but the text kept in memory must not. The sent bytes are
            // counted, because replacing invalid UTF-8 makes text longer.
            kept_text = kept_text.saturating_add(part.received.saturating_sub(start));
            if kept_text > limits.body {
                return Err(UnreadableBody::TooLarge { limit: Some(limits.body) });
            }
            tree.insert(&name, Node::Text(text))?;
            continue;
        };
        let first = part.chunk().await?;
        if first.is_none() && file_name.is_empty() {
            // Browsers send an empty name and no content if no file was chosen.
            tree.count_skipped()?;
            continue;
        }
        if files >= limits.files {
            part.skip().await?;
            has_message = true;
            tree.report_list_problem(&name, Problem::TooManyFiles { limit: limits.files })?;
            continue;
        }
        files += 1;
        match part.file(&file_name, first, limits).await? {
            Ok(file) => {
                tree.insert(&name, Node::File(file))?;
                last_file = Some(name);
            }
            Err(too_large) => {
                has_message = true;
                tree.insert_problem(&name, too_large)?;
            }
        }
    }
    if parts.flow.is_over() && !has_message {
        // Data after the last file made the body too long. A smaller last file would help, so it gets the message. Without any
        // file there is no field for a message.
        let Some(name) = last_file else { return Err(UnreadableBody::TooLarge { limit: Some(limits.body) }) };
        tree.report_list_problem(&name, Problem::FormTooLarge { limit: limits.body })?;
    }
    Ok(tree.finish())
}

struct Parts {
    multipart: Multipart<'static>,
    flow: Arc<Flow>,
    /// The bytes of all parts' contents read so far. More may have arrived, because a chunk can hold several parts.
    received: u64,
}

impl Parts {
    async fn next(&mut self) -> Result<Option<Part<'_>>, UnreadableBody> {
        self.flow.begin_call(MAX_PART_HEADER_BYTES);
        let field = self.multipart.next_field().await.map_err(failure)?;
        Ok(field.map(|field| Part { field, flow: &self.flow, received: &mut self.received }))
    }
}

/// One part. It must be read to its end before the next.
struct Part<'a> {
    field: Field<'static>,
    flow: &'a Flow,
    received: &'a mut u64,
}

impl Part<'_> {
    /// The next chunk, which is never empty.
    async fn chunk(&mut self) -> Result<Option<Bytes>, UnreadableBody> {
        loop {
            self.flow.begin_call(usize::MAX);
            match self.field.chunk().await.map_err(failure)? {
                Some(chunk) if chunk.is_empty() => {}
                Some(chunk) => {
                    let length = u64::try_from(chunk.len()).unwrap_or(u64::MAX);
                    *self.received = self.received.saturating_add(length);
                    return Ok(Some(chunk));
                }
                None => return Ok(None),
            }
        }
    }

    /// The text, or `None` if it is over the limit. Invalid UTF-8 is replaced, as in urlencoded forms.
    async fn text(&mut self, limit: usize) -> Result<Option<String>, UnreadableBody> {
        let mut text = Vec::new();
        while let Some(chunk) = self.chunk().await? {
            if text.len() + chunk.len() > limit {
                drop(text);
                self.skip().await?;
                return Ok(None);
            }
            text.extend_from_slice(&chunk);
        }
        let text = String::from_utf8(text);
        Ok(Some(text.unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())))
    }

    /// The file, or the limit it exceeds. A file over a limit is still read to its end, and discarded.
    async fn file(
        &mut self,
        name: &str,
        first: Option<Bytes>,
        limits: &FormLimits,
    ) -> Result<Result<UploadedFile, Problem>, UnreadableBody> {
        let content_type = self.field.content_type().map(|kind| kind.as_ref().to_owned());
        let mut writer = UploadWriter::new(name, content_type, limits.memory);
        let mut next = first;
        while let Some(chunk) = next {
            let too_large = if writer.size_with(&chunk) > limits.file {
                Some(Problem::FileTooLarge { limit: limits.file })
            } else {
                (*self.received > limits.body).then_some(Problem::FormTooLarge { limit: limits.body })
            };
            if let Some(problem) = too_large {
                drop(writer);
                self.skip().await?;
                return Ok(Err(problem));
            }
            writer.write(chunk).await.map_err(UnreadableBody::NotStored)?;
            next = self.chunk().await?;
        }
        writer.finish().await.map(Ok).map_err(UnreadableBody::NotStored)
    }

    async fn skip(&mut self) -> Result<(), UnreadableBody> {
        while self.chunk().await?.is_some() {}
        Ok(())
    }
}

fn failure(error: multer::Error) -> UnreadableBody {
    let multer::Error::StreamReadFailed(cause) = error else { return UnreadableBody::malformed(error) };
    cause.downcast().map_or_else(|cause| UnreadableBody::Interrupted(cause.to_string()), |reason| *reason)
}

/// The state shared by the part reader and the body, which is inside the parser.
#[derive(Debug, Default)]
struct Flow {
    /// How many polls still return `Pending`, so that the parser processes what it has.
    pending_polls: AtomicUsize,
    /// How many bytes the parser may still receive.
    bytes_left: AtomicUsize,
    /// Whether the body is over its limit.
    over_limit: AtomicBool,
}

impl Flow {
    /// Must be called before each call of the parser; `max_bytes` is the number of bytes that it may receive.
    fn begin_call(&self, max_bytes: usize) {
        self.pending_polls.store(1, Relaxed);
        self.bytes_left.store(max_bytes, Relaxed);
    }

    /// Whether the whole body, including names and boundaries, is over its limit.
    fn is_over(&self) -> bool {
        self.over_limit.load(Relaxed)
    }
}

/// A body that gives the parser one chunk at a time, and only if it can make no progress with what it has. Otherwise
/// `multer` buffers everything that has arrived before it parses: it would hold whole files in memory, and search them
/// again with every chunk.
struct PacedBody {
    incoming: IncomingBody,
    flow: Arc<Flow>,
}

impl Body for PacedBody {
    type Data = Bytes;
    type Error = UnreadableBody;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, UnreadableBody>>> {
        let pending_polls = self.flow.pending_polls.load(Relaxed);
        if pending_polls > 0 {
            self.flow.pending_polls.store(pending_polls - 1, Relaxed);
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        let bytes_left = self.flow.bytes_left.load(Relaxed);
        if bytes_left == 0 {
            let reason = format!("the headers of a part are longer than {MAX_PART_HEADER_BYTES} bytes");
            return Poll::Ready(Some(Err(UnreadableBody::Malformed(reason))));
        }
        let frame = ready!(Pin::new(&mut self.incoming).poll_frame(cx));
        if let Some(Ok(frame)) = &frame {
            self.flow.over_limit.store(self.incoming.is_over(), Relaxed);
            // One `Pending` ends the current poll. A second is needed because the parser polls twice before the first boundary
            // without parsing in between.
            self.flow.pending_polls.store(2, Relaxed);
            self.flow
                .bytes_left
                .store(bytes_left.saturating_sub(frame.data_ref().map_or(0, Bytes::len)), Relaxed);
        }
        Poll::Ready(frame)
    }
}
