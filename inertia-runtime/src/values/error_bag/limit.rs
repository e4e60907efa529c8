//! Limits the messages of one response, and counts those that are left out.

use std::borrow::Cow;

use crate::values::error_bag::ErrorBag;

/// The largest size of all messages of one response with their fields' names, as JSON. The client chooses the names (`items.0.price`),
/// so a small request could cause a large response.
pub(crate) const MAX_ERRORS_BYTES: usize = 64 << 10;

/// Reserved for the note at the end of the last message: "(and 12 more problems)".
const MAX_NOTE_BYTES: usize = 64;

/// Collects messages up to the limit. Further ones are only counted.
#[derive(Debug, Default)]
pub(crate) struct CollectedErrors {
    bag: ErrorBag,
    bytes: usize,
}

impl CollectedErrors {
    /// Adds a message. `message` is not called once the limit is reached.
    pub(crate) fn add<M: Into<Cow<'static, str>>>(&mut self, field: &str, message: impl FnOnce() -> M) {
        if self.bag.omitted > 0 {
            self.bag.omitted += 1;
            return;
        }
        let mut message = message().into();
        let room = (MAX_ERRORS_BYTES - MAX_NOTE_BYTES).saturating_sub(self.bytes);
        let of_field = if self.bag.contains(field) { 0 } else { escaped_len(field) + r#""":[],"#.len() };
        let of_message = |message: &str| escaped_len(message) + r#""","#.len();
        if self.bytes == 0 && of_field + of_message(&message) > room {
            truncate(&mut message, room.saturating_sub(of_field));
        }
        let size = of_field + of_message(&message);
        if size > room {
            self.bag.omitted += 1;
            return;
        }
        self.bytes += size;
        self.bag.add(field.to_owned(), message);
    }

    /// Whether there was no message.
    pub(crate) fn is_empty(&self) -> bool {
        self.bag.is_empty()
    }

    /// The messages, with the number of those that were left out.
    pub(crate) fn into_bag(self) -> ErrorBag {
        self.bag
    }
}

/// Shortens a message so that it fits into `room` bytes of JSON, even if each of its bytes is an escape of six bytes.
fn truncate(message: &mut Cow<'static, str>, room: usize) {
    let max_bytes = room.saturating_sub(16) / 6;
    let end = (0..=max_bytes).rev().find(|end| message.is_char_boundary(*end));
    let mut short = message.get(..end.unwrap_or_default()).unwrap_or_default().to_owned();
    short.push('…');
    *message = short.into();
}

/// The largest length of a string in JSON, also when it is escaped for HTML.
fn escaped_len(text: &str) -> usize {
    text.bytes()
        .map(|byte| match byte {
            b'"' | b'\\' | b'\n' | b'\r' | b'\t' => 2,
            0..0x20 | b'<' | b'>' | b'&' | b'\'' => 6,
            _ => 1,
        })
        .sum()
}

impl ErrorBag {
    /// The messages that fit into a response, beginning with the first field.
    pub(crate) fn within_limit(self) -> Self {
        if self.encoded_len() <= MAX_ERRORS_BYTES - MAX_NOTE_BYTES {
            return self;
        }
        let omitted = self.omitted;
        let mut collected = CollectedErrors::default();
        for (field, messages) in self.messages {
            for message in messages {
                collected.add(&field, || message);
            }
        }
        collected.bag.omitted += omitted;
        collected.into_bag()
    }

    /// The bag for a page: the last message ends with the number of messages that were left out.
    pub(crate) fn with_note(mut self) -> Self {
        let mut omitted = std::mem::take(&mut self.omitted);
        if omitted == 0 {
            return self;
        }
        if self.messages.is_empty() {
            // A field's name that exceeds the limit leaves no message.
            omitted -= 1;
            self.add("form", "was not valid");
        }
        if let Some(mut last) = self.messages.last_entry() {
            // A page shows only the first message of a field, so the note is added to that one.
            let messages = last.get_mut();
            omitted += messages.len().saturating_sub(1);
            messages.truncate(1);
            if let Some(message) = messages.first_mut().filter(|_| omitted > 0) {
                let note = if omitted == 1 { "problem" } else { "problems" };
                *message = format!("{message} (and {omitted} more {note})").into();
            }
        }
        self
    }

    /// Counts the messages of those fields in `all` that this bag does not contain.
    pub(crate) fn omit_beyond(&mut self, all: &Self) {
        let missing = all.iter().filter(|(field, _)| !self.contains(field));
        let missing: usize = missing.map(|(_, messages)| messages.len()).sum();
        self.omitted = all.omitted + missing;
    }

    fn encoded_len(&self) -> usize {
        let messages = |messages: &[Cow<'_, str>]| {
            messages.iter().map(|message| escaped_len(message) + 3).sum::<usize>()
        };
        self.iter().map(|(field, of_field)| escaped_len(field) + 6 + messages(of_field)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn collected(messages: impl IntoIterator<Item = (String, String)>) -> ErrorBag {
        let mut collected = CollectedErrors::default();
        for (field, message) in messages {
            collected.add(&field, || message);
        }
        collected.into_bag().with_note()
    }

    #[test]
    fn messages_stay_within_the_limit_and_the_last_one_counts_the_others() {
        for (field, message) in [("f", "is required"), ("\u{1}<", "\"\\\n"), ("ü", "&'>")] {
            let bag = collected((0..20_000).map(|at| (format!("{field}{at:05}"), message.to_owned())));
            let size = serde_json::to_string(&bag).unwrap().len();
            assert!(size <= MAX_ERRORS_BYTES && bag.len() > 1_000, "{size} bytes of {} fields", bag.len());
            let (_, last) = bag.iter().last().unwrap();
            assert_eq!(last, [format!("{message} (and {} more problems)", 20_000 - bag.len())]);
        }
    }

    #[test]
    fn the_count_is_in_the_first_message_of_a_field() {
        let many = (0..10_000).map(|at| ("field".to_owned(), format!("message {at}")));
        let bag = collected(many.chain([("other".to_owned(), "is required".to_owned())]));
        assert_eq!(bag.get("field"), ["message 0 (and 10000 more problems)"]);
    }

    #[test]
    fn a_single_message_that_is_too_long_is_truncated() {
        for long in ["x", "<", "ü"] {
            let bag = collected([("field".to_owned(), long.repeat(100_000))]);
            assert!(bag.first("field").unwrap().starts_with(long));
            assert!(serde_json::to_string(&bag).unwrap().len() <= MAX_ERRORS_BYTES);
        }
        let bag = collected([("x".repeat(100_000), "is required".to_owned())]);
        assert_eq!(bag, ErrorBag::of("form", "was not valid"));
    }

    #[test]
    fn a_small_bag_is_unchanged() {
        let bag = ErrorBag::from([("a", "1"), ("a", "2"), ("b", "3")]);
        assert_eq!(bag.clone().within_limit().with_note(), bag);
    }
}
