//! Hostile bodies, which must be parsed in linear time: ten times the input may take ten times as long, but not a hundred
//! times. The tests measure time, so they run in `cargo xtask fuzz` only.

use std::time::{Duration, Instant};

use axum::body::Body;

#[cfg(feature = "multipart")]
use crate::form::body::tests::MULTIPART;
use crate::form::body::tests::{End, FormLimits, JSON, Pieces, URLENCODED, block_on, post, read_within};

/// No limit is reached, so that only the time matters.
const LIMITS: FormLimits = FormLimits::new()
    .body(1 << 30)
    .field(1 << 30)
    .file(1 << 30)
    .files(1 << 30)
    .fields(1 << 30)
    .name(1 << 30)
    .depth(100);

fn time(content_type: &str, body: impl Fn() -> Body) -> Duration {
    let once = || {
        let request = post(content_type, body());
        let begun = Instant::now();
        drop(block_on(read_within(request, &LIMITS)));
        begun.elapsed()
    };
    // The minimum, because the machine may be busy.
    (0..5).map(|_| once()).min().unwrap_or_default()
}

/// Compares a body of `count` pieces with one ten times as long.
fn grows_linearly(
    case: &str,
    content_type: &str,
    count: usize,
    piece: usize,
    body: impl Fn(usize) -> Vec<u8>,
) {
    let measure = |count| {
        let bytes = body(count);
        time(content_type, || Pieces::of(bytes.clone(), piece, End::Complete))
    };
    let (small, large) = (measure(count), measure(count * 10));
    // Quadratic time would be a factor of 100. Short times on a busy machine vary, so the bound is loose.
    assert!(large < small * 40 + Duration::from_millis(50), "{case}: {small:?}, ten times that: {large:?}");
}

#[test]
#[ignore = "it measures time; run `cargo xtask fuzz`"]
fn many_names_are_parsed_in_linear_time() {
    let pairs = |name: fn(usize) -> String| {
        move |count| (0..count).map(|at| name(at) + "=1&").collect::<String>().into_bytes()
    };
    for (case, name) in [
        ("different names", (|at| format!("a{at}")) as fn(usize) -> String),
        ("one name", |_| "a".to_owned()),
        ("one list", |_| "a[]".to_owned()),
        ("indices", |at| format!("a[{at}]")),
        ("lists in lists", |_| format!("a{}", "[]".repeat(30))),
        ("deep names", |at| format!("a{}", format!("[{at}]").repeat(30))),
        ("elements", |at| format!("l[][{}]", at % 2)),
        ("deep elements", |at| format!("l[]{}[{}]", "[b]".repeat(30), at % 3)),
        ("wide elements", |at| format!("l[][{at}]")),
        ("contradictions", |at| ["a[]", "a[b]", "a", "a[][b]"][at % 4].to_owned()),
        ("large lists replaced", |at| if at % 300 == 299 { "a[b]" } else { "a[]" }.to_owned()),
        ("nonsense", |at| "[".repeat(at % 50)),
    ] {
        grows_linearly(case, URLENCODED, 300, 1 << 14, pairs(name));
    }
}

#[test]
#[ignore = "it measures time; run `cargo xtask fuzz`"]
fn long_bodies_are_parsed_in_linear_time() {
    for (case, begin, repeat, end) in [
        ("ampersands", "", "&", ""),
        ("one long name", "", "a", "=1"),
        ("dots", "", ".", "=1"),
        ("brackets", "", "[", "=1"),
        ("open brackets", "a", "[b", "=1"),
        ("escapes", "a", "\\.", "=1"),
        ("percents", "a=", "%", ""),
        ("one long text", "a=", "b", ""),
    ] {
        let body = |count| [begin, &repeat.repeat(count), end].concat().into_bytes();
        grows_linearly(case, URLENCODED, 100_000, 1 << 14, body);
    }
    for (case, begin, repeat, end) in [
        ("members", "{\"a\":1", ",\"a\":1", "}"),
        ("elements", "{\"a\":[1", ",1", "]}"),
        ("blanks", "{", " ", "}"),
        ("arrays", "{\"a\":[[]", ",[]", "]}"),
        ("opening", "{\"a\":", "[", ""),
        ("escapes", "{\"a\":\"", "\\u0000", "\"}"),
    ] {
        let body = |count| [begin, &repeat.repeat(count), end].concat().into_bytes();
        grows_linearly(case, JSON, 20_000, 1 << 14, body);
    }
    let dotted = |count| {
        let members: Vec<String> = (0..count).map(|at| format!("\"a.b{at}\":1")).collect();
        format!("{{{}}}", members.join(",")).into_bytes()
    };
    grows_linearly("dotted members", JSON, 2_000, 1 << 14, dotted);
}

#[cfg(feature = "multipart")]
#[test]
#[ignore = "it measures time; run `cargo xtask fuzz`"]
fn multipart_bodies_are_parsed_in_linear_time() {
    let part = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n";
    for (case, begin, repeat) in [
        ("text before", "", "x"),
        ("lines before", "", "\r\n"),
        ("almost a boundary before", "", "\r\n--"),
        ("parts", "", part),
        ("a long text", "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n", "x"),
        ("line ends in a text", "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n", "\r\n"),
        (
            "almost boundaries in a text",
            "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n",
            "\r\n--",
        ),
        ("returns in a text", "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n", "\r"),
        ("no header's end", "--b\r\nA: ", "x"),
        ("headers", "--b\r\n", "A: b\r\n"),
        ("padding", "--b", " "),
        ("no name", "--b\r\nContent-Disposition: form-data\r\n\r\n", "x"),
    ] {
        let body = |count| [begin, &repeat.repeat(count)].concat().into_bytes();
        for (piece, count) in [(16, 5_000), (1 << 14, 20_000)] {
            grows_linearly(case, MULTIPART, count, piece, body);
        }
    }
    let boundary = format!("multipart/form-data; boundary={}", "b".repeat(70));
    let body = |count| [&*"\r\n--".repeat(count), &"b".repeat(count)].concat().into_bytes();
    grows_linearly("almost the longest boundary", &boundary, 5_000, 16, body);
}
