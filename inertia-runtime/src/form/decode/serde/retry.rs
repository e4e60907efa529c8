//! Reads rejected text again in other styles, and replaces the parser's message with a standard one.
//!
//! Dates, UUIDs and decimals of other crates are read by serde, which does not reveal the type: its name and its
//! `expecting` text are for humans and may change. So the type is tested with values. When it rejects a string, the whole
//! value is read again with that string replaced:
//!
//! 1. by the same moment in other styles, to accept what an HTML input has sent;
//! 2. by samples of dates, times, UUIDs and numbers. The samples that the type accepts select the message, such as "must be a
//!    date".
//!
//! The type's own message is kept in two cases: if it accepts arbitrary words, and if it accepts dates but rejects a real
//! date, because it then has a rule of its own.

use crate::form::{
    Fields, FormLimits, Node, Problem,
    decode::{
        scalars,
        serde::{
            NodeDeserializer, NodeError,
            dates::{Moment, Style},
        },
    },
};

/// How often one value is read again. A value with one wrong string needs at most 25 attempts.
const MAX_ATTEMPTS: usize = 64;

/// The bytes copied for all values of one form. The limit keeps hostile forms to a few milliseconds.
pub(crate) const MAX_FORM_COPY_BYTES: usize = 8 * 1024 * 1024;

/// Larger values are read only once, because copies would cost too much.
const MAX_COPY_BYTES: usize = 64 * 1024;

/// The size of a node without its text.
const NODE_BYTES: usize = 64;

/// Reads a value with serde, and again in other styles while that helps. `budget` is the number of bytes that may still be
/// copied.
pub(crate) fn read<T>(
    node: Option<Node>,
    query: Option<FormLimits>,
    budget: &mut usize,
    read: impl Fn(NodeDeserializer) -> Result<T, NodeError>,
) -> Result<T, NodeError> {
    // serde consumes the value, so it is copied first. Most forms need no second attempt, so this copy is not taken off the
    // budget.
    let sent = node.as_ref().and_then(|node| copy_within(node, &mut { *budget }));
    let error = match read(NodeDeserializer::new(node, query)) {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    match sent {
        Some(sent) => Attempts { sent, query, read, left: MAX_ATTEMPTS, budget }.run(error),
        None => Err(error),
    }
}

struct Attempts<'b, R> {
    /// The value that the client sent, with the changes that have helped.
    sent: Node,
    query: Option<FormLimits>,
    read: R,
    left: usize,
    budget: &'b mut usize,
}

/// The kind of text that a type accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Date,
    Time,
    DateTime,
    Uuid,
    Number,
}

const DATE_SAMPLES: &[&str] = &["2026-11-30"];
const TIME_SAMPLES: &[&str] = &["12:00:00", "12:00:00.0"];
const DATE_TIME_SAMPLES: &[&str] = &[
    "2026-11-30T12:00:00",
    "2026-11-30 12:00:00.0",
    "2026-11-30T12:00:00+00:00",
    "2026-11-30 12:00:00.0 +00:00:00",
    "2026-11-30T12:00:00+00:00[UTC]",
];
const UUID_SAMPLES: &[&str] = &["67e55044-10b1-426f-9247-bb680e5fe0c8"];
const NUMBER_SAMPLES: &[&str] = &["1", "1.5"];
/// A type that accepts one of these accepts arbitrary text.
const WORD_SAMPLES: &[&str] = &["sample", "sample-text", "a sample"];

impl<T, R: Fn(NodeDeserializer) -> Result<T, NodeError>> Attempts<'_, R> {
    fn run(mut self, mut error: NodeError) -> Result<T, NodeError> {
        loop {
            let is_empty = match (error.problem(), find(&mut self.sent, &error.path())) {
                (Some(Problem::Required | Problem::Other(_)), Some(Node::Text(text))) if text.is_empty() => {
                    true
                }
                (Some(Problem::Other(_)), Some(Node::Text(_) | Node::Number(_) | Node::Bool(_))) => false,
                _ => return Err(error),
            };
            let next = if is_empty { self.without_empty(&error) } else { self.in_other_styles(&error) };
            match next {
                Some(Ok(value)) => return Ok(value),
                // This part can be read now, but another one fails.
                Some(Err(next)) => error = next,
                None => return Err(self.with_standard_message(error)),
            }
        }
    }

    /// Reads again without the empty elements of a list: an empty input among `ids[]` was not filled in.
    fn without_empty(&mut self, error: &NodeError) -> Option<Result<T, NodeError>> {
        let path = error.path();
        let (_, list) = path.split_last()?;
        let mut changed = copy_within(&self.sent, self.budget)?;
        let elements = find(&mut changed, list)?;
        let numbered: Vec<(String, Node)> = match std::mem::replace(elements, Node::Null) {
            Node::List(nodes) => {
                nodes.into_iter().enumerate().map(|(index, node)| (index.to_string(), node)).collect()
            }
            Node::Map(fields) => fields.into_iter().collect(),
            _ => return None,
        };
        let is_list = numbered.iter().all(|(key, _)| key.bytes().all(|byte| byte.is_ascii_digit()));
        let non_empty =
            numbered.into_iter().filter(|(_, node)| !matches!(node, Node::Text(text) if text.is_empty()));
        // An object with digits for keys is read as a list, and keeps the client's keys.
        *elements = Node::Map(non_empty.collect::<Fields>());
        if !is_list {
            return None;
        }
        let again = copy_within(&changed, self.budget)?;
        let next = self.attempt(again)?;
        // The list is a tuple, which needs all of its elements.
        if next.as_ref().is_err_and(|next| next.path() == list) {
            return None;
        }
        self.sent = changed;
        Some(next)
    }

    /// Reads again with the rejected text in other styles.
    fn in_other_styles(&mut self, error: &NodeError) -> Option<Result<T, NodeError>> {
        let path = error.path();
        let Some(Node::Text(text)) = find(&mut self.sent, &path) else { return None };
        let text = text.clone();
        if let Some(moment) = Moment::parse(&text) {
            for style in Style::ALL {
                let Some(written) = style.write(&moment).filter(|written| *written != text) else { continue };
                if let Some(next) = self.attempt_with(&path, &written) {
                    // The same field in the other elements of a list needs the same style.
                    restyle(&mut self.sent, &path, style);
                    return Some(next);
                }
            }
            return None;
        }
        let trimmed = text.trim();
        let is_number = trimmed.parse::<f64>().is_ok();
        let is_uuid =
            !trimmed.is_empty() && trimmed.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit());
        if trimmed.len() < text.len() && (is_number || is_uuid) {
            return self.attempt_with(&path, trimmed).inspect(|_| replace(&mut self.sent, &path, trimmed));
        }
        None
    }

    /// Reads again with other text at this path. `None` if the path fails again.
    fn attempt_with(&mut self, path: &[&str], text: &str) -> Option<Result<T, NodeError>> {
        let mut changed = copy_within(&self.sent, self.budget)?;
        replace(&mut changed, path, text);
        let next = self.attempt(changed)?;
        (!next.as_ref().is_err_and(|next| next.path() == path)).then_some(next)
    }

    fn attempt(&mut self, node: Node) -> Option<Result<T, NodeError>> {
        self.left = self.left.checked_sub(1)?;
        Some((self.read)(NodeDeserializer::new(Some(node), self.query)))
    }

    fn accepts(&mut self, path: &[&str], samples: &[&str]) -> bool {
        samples.iter().any(|sample| self.attempt_with(path, sample).is_some())
    }

    /// The kind of text that the type at this path accepts, if it is exactly one.
    fn kind(&mut self, path: &[&str]) -> Option<Kind> {
        if self.accepts(path, WORD_SAMPLES) {
            return None;
        }
        let (number, uuid) = (self.accepts(path, NUMBER_SAMPLES), self.accepts(path, UUID_SAMPLES));
        let (date, time) = (self.accepts(path, DATE_SAMPLES), self.accepts(path, TIME_SAMPLES));
        // `jiff` also reads its date type and its time type from a date with a time, so date-times are tested last.
        match (number, uuid, date, time) {
            (true, false, false, false) => Some(Kind::Number),
            (false, true, false, false) => Some(Kind::Uuid),
            (false, false, true, false) => Some(Kind::Date),
            (false, false, false, true) => Some(Kind::Time),
            (false, false, false, false) => self.accepts(path, DATE_TIME_SAMPLES).then_some(Kind::DateTime),
            _ => None,
        }
    }

    fn with_standard_message(&mut self, error: NodeError) -> NodeError {
        match error.problem() {
            Some(Problem::Other(message)) if !is_sentence(message) => {}
            _ => return error,
        }
        let path = error.path();
        let text = match find(&mut self.sent, &path) {
            Some(Node::Text(text)) => text.trim().to_owned(),
            Some(Node::Number(number)) => number.to_string(),
            _ => "true".to_owned(),
        };
        let Some(kind) = self.kind(&path) else { return error };
        if text.is_empty() {
            return error.with_problem(Problem::Required);
        }
        match problem(kind, &text) {
            Some(problem) => error.with_problem(problem),
            None => error,
        }
    }
}

/// Whether a message is a whole sentence. Parsers report fragments such as "premature end of input"; a sentence was written
/// for visitors, by the application's own `Deserialize`.
fn is_sentence(message: &str) -> bool {
    message.starts_with(char::is_uppercase) && message.ends_with(['.', '!', '?'])
}

/// The problem of text for a type of this kind. `None` if the text is of this kind, so that the type has a rule of its own.
fn problem(kind: Kind, text: &str) -> Option<Problem> {
    let moment = Moment::parse(text);
    let has = |date, time| {
        moment.as_ref().is_some_and(|moment| {
            moment.has_date() == date && moment.has_time() == time && !moment.has_offset()
        })
    };
    match kind {
        Kind::Date if !has(true, false) => Some(Problem::Date),
        Kind::Time if !has(false, true) => Some(Problem::Time),
        Kind::DateTime if !has(true, true) => Some(Problem::DateTime),
        Kind::Date | Kind::Time | Kind::DateTime => None,
        Kind::Uuid => Some(Problem::Uuid),
        Kind::Number => match text.parse::<f64>() {
            // `rust_decimal` has up to 29 digits.
            Ok(number) if number.abs() > 7.0e28 => Some(scalars::out_of_range(number < 0.0)),
            Ok(number) if number.is_finite() => None,
            _ => Some(Problem::Number),
        },
    }
}

/// The value at the end of a path.
fn find<'n>(node: &'n mut Node, path: &[&str]) -> Option<&'n mut Node> {
    path.iter().try_fold(node, |node, key| match node {
        Node::Map(fields) => fields.get_mut(key),
        Node::List(nodes) => nodes.get_mut(key.parse::<usize>().ok()?),
        _ => None,
    })
}

fn replace(node: &mut Node, path: &[&str], text: &str) {
    if let Some(there) = find(node, path) {
        *there = Node::Text(text.to_owned());
    }
}

/// Rewrites the dates at this path in a style, in every element of the lists along the path.
fn restyle(node: &mut Node, path: &[&str], style: Style) {
    match (node, path.split_first()) {
        (Node::Text(text), None) => {
            let written = Moment::parse(text).and_then(|moment| style.write(&moment));
            if let Some(written) = written {
                *text = written;
            }
        }
        (Node::List(nodes), Some((_, rest))) => nodes.iter_mut().for_each(|node| restyle(node, rest, style)),
        (Node::Map(fields), Some((key, rest))) => {
            if let Some(node) = fields.get_mut(key) {
                restyle(node, rest, style);
            }
        }
        _ => {}
    }
}

/// Copies a value of up to [`MAX_COPY_BYTES`], and subtracts its size from the budget.
fn copy_within(node: &Node, budget: &mut usize) -> Option<Node> {
    let allowed = MAX_COPY_BYTES.min(*budget);
    let mut left = allowed;
    let copied = copy(node, &mut left);
    *budget = budget.saturating_sub(allowed - left);
    copied
}

/// Copies a value within a budget of bytes. `None` if it is larger or holds a file.
fn copy(node: &Node, budget: &mut usize) -> Option<Node> {
    let bytes = if let Node::Text(text) = node { text.len() } else { 0 };
    *budget = budget.checked_sub(NODE_BYTES.saturating_add(bytes))?;
    Some(match node {
        Node::Null => Node::Null,
        Node::Bool(bool) => Node::Bool(*bool),
        Node::Number(number) => Node::Number(number.clone()),
        Node::Text(text) => Node::Text(text.clone()),
        Node::List(nodes) => Node::List(nodes.iter().map(|node| copy(node, budget)).collect::<Option<_>>()?),
        Node::Map(fields) => {
            let members = fields.iter().map(|(key, node)| {
                *budget = budget.checked_sub(key.len())?;
                Some((key.to_owned(), copy(node, budget)?))
            });
            Node::Map(members.collect::<Option<Fields>>()?)
        }
        #[cfg(feature = "multipart")]
        Node::File(_) => return None,
    })
}
