//! Multipart bodies: texts and files, part by part, while they arrive.

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

use super::{
    Fields, FormLimits, Node, Problem,
    incoming::Incoming,
    tree::Tree,
    unreadable::Unreadable,
    upload::{Receiving, UploadedFile},
};

/// The longest boundary that the standard allows. Every chunk is searched for it.
const LONGEST_BOUNDARY: usize = 70;

/// How much may arrive while the headers of a part are not complete, in bytes. They are searched anew with every chunk.
const LONGEST_HEADERS: usize = 8 << 10;

pub(super) async fn read(
    incoming: Incoming,
    content_type: &str,
    limits: &FormLimits,
) -> Result<(Fields, Vec<(String, Problem)>), Unreadable> {
    let boundary = multer::parse_boundary(content_type).map_err(failure)?;
    if !(1..=LONGEST_BOUNDARY).contains(&boundary.len()) {
        return Err(Unreadable::malformed(
            "the boundary of a multipart body has between 1 and 70 characters",
        ));
    }
    let flow = Arc::new(Flow::default());
    let stream = BodyDataStream::new(Paced { incoming, flow: flow.clone() });
    let mut parts = Parts { multipart: Multipart::new(stream, boundary), flow, received: 0 };
    let mut tree = Tree::new(limits);
    let mut files = 0;
    // What is needed when the body is over its limit: how much text was kept, and whether a field has its message.
    let (mut kept_text, mut last_file, mut has_message) = (0_u64, None, false);
    while let Some(mut part) = parts.next().await? {
        let Some(name) = part.field.name().map(str::to_owned) else {
            // The standard demands a name; without one there is no place for the part.
            tree.skip()?;
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
            // Also while files are drained, no more than the limit is kept. Counted as it was sent: what is not UTF-8 grows when it
            // is replaced.
            kept_text = kept_text.saturating_add(part.received.saturating_sub(start));
            if kept_text > limits.body {
                return Err(Unreadable::TooLarge { limit: Some(limits.body) });
            }
            tree.insert(&name, Node::Text(text))?;
            continue;
        };
        let first = part.chunk().await?;
        if first.is_none() && file_name.is_empty() {
            // So a browser says that no file was chosen.
            tree.skip()?;
            continue;
        }
        if files >= limits.files {
            part.skip().await?;
            has_message = true;
            tree.surplus(&name, Problem::TooManyFiles { limit: limits.files })?;
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
        // What follows the last file has made the body too long. A smaller file is what helps; without any there is no field to name.
        let Some(name) = last_file else { return Err(Unreadable::TooLarge { limit: Some(limits.body) }) };
        tree.surplus(&name, Problem::FormTooLarge { limit: limits.body })?;
    }
    Ok(tree.finish())
}

struct Parts {
    multipart: Multipart<'static>,
    flow: Arc<Flow>,
    /// How many bytes the contents of all parts have had, up to here. What has arrived is more, because a chunk may hold several parts.
    received: u64,
}

impl Parts {
    async fn next(&mut self) -> Result<Option<Part<'_>>, Unreadable> {
        self.flow.ask(LONGEST_HEADERS);
        let field = self.multipart.next_field().await.map_err(failure)?;
        Ok(field.map(|field| Part { field, flow: &self.flow, received: &mut self.received }))
    }
}

/// One part. It is read to its end before the next.
struct Part<'a> {
    field: Field<'static>,
    flow: &'a Flow,
    received: &'a mut u64,
}

impl Part<'_> {
    /// The next bytes, of which there is at least one.
    async fn chunk(&mut self) -> Result<Option<Bytes>, Unreadable> {
        loop {
            self.flow.ask(usize::MAX);
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

    /// Its text, or nothing when it is over the limit. Bytes that are not UTF-8 are replaced, as in urlencoded forms.
    async fn text(&mut self, limit: usize) -> Result<Option<String>, Unreadable> {
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

    /// Its file, or which limit it is over. Then it is read to its end all the same, and thrown away.
    async fn file(
        &mut self,
        name: &str,
        first: Option<Bytes>,
        limits: &FormLimits,
    ) -> Result<Result<UploadedFile, Problem>, Unreadable> {
        let content_type = self.field.content_type().map(|kind| kind.as_ref().to_owned());
        let mut receiving = Receiving::new(name, content_type, limits.memory);
        let mut next = first;
        while let Some(chunk) = next {
            let too_large = if receiving.size_with(&chunk) > limits.file {
                Some(Problem::FileTooLarge { limit: limits.file })
            } else {
                (*self.received > limits.body).then_some(Problem::FormTooLarge { limit: limits.body })
            };
            if let Some(problem) = too_large {
                drop(receiving);
                self.skip().await?;
                return Ok(Err(problem));
            }
            receiving.write(chunk).await.map_err(Unreadable::NotStored)?;
            next = self.chunk().await?;
        }
        receiving.finish().await.map(Ok).map_err(Unreadable::NotStored)
    }

    async fn skip(&mut self) -> Result<(), Unreadable> {
        while self.chunk().await?.is_some() {}
        Ok(())
    }
}

fn failure(error: multer::Error) -> Unreadable {
    let multer::Error::StreamReadFailed(cause) = error else { return Unreadable::malformed(error) };
    cause.downcast().map_or_else(|cause| Unreadable::Interrupted(cause.to_string()), |reason| *reason)
}

/// What is agreed between the parts and the body that they come from.
#[derive(Debug, Default)]
struct Flow {
    /// How often the parser still has to be sent back to what it has.
    looks: AtomicUsize,
    /// How much it may still be given.
    left: AtomicUsize,
    /// Whether the body is over its limit.
    over: AtomicBool,
}

impl Flow {
    /// To be said before each call of the parser: how much it may be given.
    fn ask(&self, most: usize) {
        self.looks.store(1, Relaxed);
        self.left.store(most, Relaxed);
    }

    /// Whether the body is over its limit, names and boundaries included.
    fn is_over(&self) -> bool {
        self.over.load(Relaxed)
    }
}

/// A body that gives the parser one chunk when it can do nothing with what it has. By itself it takes all that has
/// arrived before it looks at it, so that it would hold whole files in memory, and search them with every chunk.
struct Paced {
    incoming: Incoming,
    flow: Arc<Flow>,
}

impl Body for Paced {
    type Data = Bytes;
    type Error = Unreadable;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Unreadable>>> {
        let looks = self.flow.looks.load(Relaxed);
        if looks > 0 {
            self.flow.looks.store(looks - 1, Relaxed);
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        let left = self.flow.left.load(Relaxed);
        if left == 0 {
            let reason = format!("the headers of a part are longer than {LONGEST_HEADERS} bytes");
            return Poll::Ready(Some(Err(Unreadable::Malformed(reason))));
        }
        let frame = ready!(Pin::new(&mut self.incoming).poll_frame(cx));
        if let Some(Ok(frame)) = &frame {
            self.flow.over.store(self.incoming.is_over(), Relaxed);
            // Once to end this asking, and once more because before the first boundary it asks twice without a look.
            self.flow.looks.store(2, Relaxed);
            self.flow.left.store(left.saturating_sub(frame.data_ref().map_or(0, Bytes::len)), Relaxed);
        }
        Poll::Ready(frame)
    }
}
