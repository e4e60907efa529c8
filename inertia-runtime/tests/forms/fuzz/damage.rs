//! Chance, repeatable, and what it does to a request.

use http::Method;

use crate::raw::{Ask, JSON, MULTIPART, URLENCODED};

/// Pieces of all encodings, of which a random byte makes one but rarely.
const WORDS: &[&str] = &[
    "a",
    "b",
    "0",
    "1",
    "-1",
    "99999999999999999999",
    "1e400",
    "0.1",
    "[",
    "]",
    "[]",
    "[0]",
    "[00]",
    "[a]",
    "[][]",
    ".",
    "\\.",
    "\\",
    "=",
    "&",
    "+",
    "%",
    "%5B%5D",
    "%00",
    "%ff",
    "{",
    "}",
    ",",
    ":",
    "\"",
    "\"a\":",
    "null",
    "true",
    "[1]",
    "{}",
    "{\"a\":1}",
    "\\u0000",
    "\\ud800",
    "\u{feff}",
    "\u{1F600}",
    "\r\n",
    "\r\n\r\n",
    "\r\n--b\r\n",
    "--b--",
    "--",
    "on",
    "__proto__",
    "constructor",
    "[object Object]",
    "$serde_json::private::Number",
    "Content-Disposition: form-data; ",
    "name=\"a\"",
    "; filename=\"x\"",
    "; filename=\"\"",
    "Content-Type: text/plain\r\n",
    "number",
    "list[]",
    "list[][name]",
    "map[a][b]",
    "files[]",
    "wrapped",
    "any[a]",
    "choice",
    "checked",
    "nested.inner.text",
];

const TYPES: &[&str] = &[
    JSON,
    URLENCODED,
    MULTIPART,
    "application/json; charset=utf-16",
    "multipart/form-data",
    "multipart/form-data; boundary=\"\"",
    "multipart/form-data; boundary=x; boundary=b",
    "text/plain",
    "",
    "application/vnd.x+json",
];

const METHODS: &[Method] =
    &[Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];

const HEADERS: &[(&str, &str)] = &[
    ("x-inertia", "true"),
    ("x-inertia-error-bag", "bag"),
    ("x-inertia-version", "old"),
    ("accept", JSON),
    ("precognition", "true"),
    ("precognition-validate-only", ""),
    ("precognition-validate-only", "number,list.*.name,*,.,nested.inner"),
    ("referer", "http://localhost/form"),
    ("content-length", "5"),
];

/// A generator of numbers that are good enough here (splitmix64).
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        usize::try_from(mixed % limit.max(1) as u64).unwrap_or_default()
    }

    pub(super) fn one_of<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len())]
    }

    /// A range within so many bytes, mostly a short one.
    fn range(&mut self, length: usize) -> std::ops::Range<usize> {
        let begin = self.below(length + 1);
        let longest = if self.below(4) == 0 { length } else { 16 };
        begin..(begin + self.below(longest + 1)).min(length)
    }
}

/// Does one thing to a request, with the help of another.
pub(super) fn damage(ask: &mut Ask, other: &Ask, dice: &mut Dice) {
    match dice.below(21) {
        0 => ask.method = dice.one_of(METHODS).clone(),
        1 => content_type(ask, dice.one_of::<&str>(TYPES)),
        2 => {
            let (name, value) = *dice.one_of(HEADERS);
            ask.headers.push((name, value.to_owned()));
        }
        3 => {
            let place = dice.below(ask.headers.len());
            if place < ask.headers.len() {
                ask.headers.remove(place);
            }
        }
        4..=7 => {
            let mut query = ask.uri.split_once('?').map_or("", |(_, query)| query).as_bytes().to_vec();
            let other = other.uri.split_once('?').map_or("", |(_, query)| query);
            bytes(&mut query, other.as_bytes(), dice);
            ask.uri = format!("/?{}", printable(&query));
        }
        8 => ask.piece = *dice.one_of(&[1, 2, 7, 60, 1_000, 20_000, usize::MAX]),
        _ => bytes(&mut ask.body, &other.body, dice),
    }
    // Hyper bounds these, and so does the time that a test may take.
    ask.uri.truncate(8_000);
    ask.body.truncate(super::SMALL_BYTES);
    ask.headers.truncate(20);
}

/// Repeats a part of a request's body until this is nearly as long as chance wants, and at most so long.
pub(super) fn grow(ask: &mut Ask, largest: usize, dice: &mut Dice) {
    let size = dice.below(largest);
    let range = dice.range(ask.body.len());
    let times = size.saturating_sub(ask.body.len()) / range.len().max(1);
    let copies = ask.body[range.clone()].repeat(times);
    ask.body.splice(range.start..range.start, copies);
    ask.piece = ask.piece.max(8 << 10);
}

fn bytes(bytes: &mut Vec<u8>, other: &[u8], dice: &mut Dice) {
    let range = dice.range(bytes.len());
    match dice.below(9) {
        0 => {
            if let Some(byte) = bytes.get_mut(range.start) {
                *byte ^= 1 << dice.below(8);
            }
        }
        1 => {
            let byte = u8::try_from(dice.below(256)).unwrap_or_default();
            bytes.insert(range.start, byte);
        }
        2 => drop(bytes.drain(range)),
        3 => {
            let copy = bytes[range.clone()].repeat(1 + dice.below(3));
            bytes.splice(range.start..range.start, copy);
        }
        // Rarely a great deal of the same.
        4 if dice.below(20) == 0 => {
            let copy = bytes[range.clone()].repeat(dice.below(2_000));
            bytes.splice(range.start..range.start, copy);
        }
        5 => bytes.truncate(range.start),
        6 => {
            let part = &other[dice.range(other.len())];
            bytes.splice(range, part.iter().copied());
        }
        _ => {
            let word = dice.one_of::<&str>(WORDS).bytes();
            bytes.splice(range.start..range.start, word);
        }
    }
}

fn content_type(ask: &mut Ask, content_type: &str) {
    ask.headers.retain(|(name, _)| *name != "content-type");
    ask.headers.push(("content-type", content_type.to_owned()));
}

/// What a request line can carry.
fn printable(bytes: &[u8]) -> String {
    let carried = |byte: &u8| {
        byte.is_ascii_graphic() && !matches!(byte, b'#' | b'<' | b'>' | b'"' | b'`' | b'\\' | b'^')
    };
    let one = |byte: &u8| if carried(byte) { char::from(*byte).to_string() } else { format!("%{byte:02x}") };
    bytes.iter().map(one).collect()
}
