//! The limits of forms and the errors when they are exceeded.

use std::time::Duration;

use axum::body::Body;
use http::{Method, StatusCode};
use serde_json::json;
use tokio::time::Instant;

use crate::form::body::tests::{
    End, FormLimits, JSON, Pieces, URLENCODED, UnreadableBody, as_json, post, problems, read, read_within,
    request,
};
#[cfg(feature = "multipart")]
use crate::form::body::tests::{MULTIPART, multipart};

const LIMITS: FormLimits = FormLimits::new();

#[tokio::test]
async fn a_body_over_the_limit_is_refused_with_and_without_a_content_length() {
    let limits = LIMITS.body(10);
    for (content_type, body) in [
        (JSON, r#"{"a": "bcdef"}"#),
        (URLENCODED, "a=bcdefghijk"),
        #[cfg(feature = "multipart")]
        (MULTIPART, "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b--"),
    ] {
        for body in [Body::from(body), Pieces::of(body, 4, End::Complete), Pieces::of(body, 4, End::Silence)]
        {
            let error = read_within(post(content_type, body), &limits).await.unwrap_err();
            assert_eq!(error.status(), StatusCode::PAYLOAD_TOO_LARGE);
            assert_eq!(
                error.to_string(),
                "the body is larger than 10 bytes; `FormLimits::body` sets another limit"
            );
        }
    }
    let fits = read_within(post(URLENCODED, "a=bcdefghi"), &limits).await.unwrap();
    assert_eq!(as_json(&fits), json!({"a": "bcdefghi"}));
}

#[tokio::test]
async fn a_content_length_over_the_limit_is_refused_before_reading() {
    let body = http_body_util::BodyExt::boxed_unsync(http_body_util::Full::from(vec![b'a'; 11]));
    let error = read_within(post("text/plain", Body::new(body)), &LIMITS.body(10)).await.unwrap_err();
    assert!(matches!(error, UnreadableBody::TooLarge { limit: Some(10) }));
}

#[tokio::test]
async fn the_limit_of_another_layer_is_reported_as_a_limit() {
    let limited = http_body_util::Limited::new(Pieces::of("a=bcdefghi", 4, End::Complete), 5);
    let error = read(post(URLENCODED, Body::new(limited))).await.unwrap_err();
    assert!(matches!(error, UnreadableBody::TooLarge { limit: None }), "{error}");
    assert_eq!(error.status(), StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn text_over_the_limit_is_a_problem_of_its_field_in_every_encoding() {
    let limits = LIMITS.field(3);
    let expected = json!({"a": "123", "l": [null, "x"], "o": {"n": null}});
    for (content_type, body) in [
        (JSON, br#"{"a": "123", "l": ["1234", "x"], "o": {"n": "12345"}}"#.to_vec()),
        (URLENCODED, b"a=123&l[]=1234&l[]=x&o[n]=12345".to_vec()),
        #[cfg(feature = "multipart")]
        (
            MULTIPART,
            multipart(&[
                ("name=\"a\"", "123"),
                ("name=\"l[]\"", "1234"),
                ("name=\"l[]\"", "x"),
                ("name=\"o[n]\"", "12345"),
            ]),
        ),
    ] {
        for size in [1, 5, usize::MAX] {
            let body = Pieces::of(body.clone(), size, End::Complete);
            let form = read_within(post(content_type, body), &limits).await.unwrap();
            assert_eq!(as_json(&form), expected, "{content_type}");
            assert_eq!(
                problems(&form),
                ["l.0: must not be longer than 3 bytes", "o.n: must not be longer than 3 bytes"]
            );
        }
    }
}

#[tokio::test]
async fn a_problem_has_the_key_of_its_value() {
    let limits = LIMITS.field(1);
    for (query, expected) in [
        ("a.b=xx", "a.b"),
        ("a[b][0]=xx", "a.b.0"),
        ("a=1&a=xx", "a.1"),
        ("a=xx", "a"),
        ("a[]=xx", "a.0"),
        ("a[]=1&a[]=xx", "a.1"),
        ("a[][][]=xx", "a.0.0.0"),
        ("l[][id]=1&l[][t][]=2&l[][t][]=xx", "l.0.t.1"),
        ("l[][id]=1&l[][id]=xx", "l.1.id"),
        ("a[b]=1&a[]=xx", "a.0"),
    ] {
        let form = read_within(request(Method::GET, &format!("/?{query}"), None, Body::empty()), &limits);
        assert_eq!(
            problems(&form.await.unwrap()),
            [format!("{expected}: must not be longer than 1 byte")],
            "{query}"
        );
    }
}

#[tokio::test]
async fn values_are_counted_equally_in_every_encoding() {
    let limits = LIMITS.fields(4);
    let four = [
        (JSON, br#"{"a": 1, "l": [2, 3], "e": []}"#.to_vec()),
        (URLENCODED, b"a=1&l[]=2&l[]=3&e=".to_vec()),
        #[cfg(feature = "multipart")]
        (
            MULTIPART,
            multipart(&[
                ("name=\"a\"", "1"),
                ("name=\"l[]\"", "2"),
                ("name=\"l[]\"; filename=\"x\"", "3"),
                ("name=\"e\"", ""),
            ]),
        ),
    ];
    for (content_type, body) in four {
        assert!(read_within(post(content_type, body.clone()), &limits).await.is_ok(), "{content_type}");
        let error = read_within(post(content_type, body), &limits.fields(3)).await.unwrap_err();
        assert_eq!(error.status(), StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(
            error.to_string(),
            "the form has more than 3 values; `FormLimits::fields` sets another limit"
        );
    }
}

#[tokio::test]
async fn levels_are_counted_equally_in_every_encoding() {
    let limits = LIMITS.depth(3);
    for (fits, content_type, body) in [
        (true, JSON, r#"{"a": {"b": [1]}}"#),
        (false, JSON, r#"{"a": {"b": [[1]]}}"#),
        (false, JSON, r#"{"a": {"b": [[]]}}"#),
        (true, JSON, r#"{"a.b.c": 1}"#),
        (false, JSON, r#"{"a.b.c.d": 1}"#),
        (true, URLENCODED, "a[b][]=1"),
        (false, URLENCODED, "a[b][][]=1"),
        (false, URLENCODED, "a.b.c.d=1"),
    ] {
        match read_within(post(content_type, body), &limits).await {
            Ok(_) => assert!(fits, "{body}"),
            Err(error) => {
                assert!(!fits, "{body}: {error}");
                assert_eq!(error.status(), StatusCode::BAD_REQUEST);
                assert_eq!(
                    error.to_string(),
                    "the form nests deeper than 3 levels; `FormLimits::depth` sets another limit"
                );
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_client_that_stops_sending_times_out() {
    for (content_type, body) in [
        (JSON, &b"{"[..]),
        (URLENCODED, b"a=1"),
        ("text/plain", b""),
        #[cfg(feature = "multipart")]
        (MULTIPART, b"--b\r\nContent-Disp"),
        #[cfg(feature = "multipart")]
        (MULTIPART, b"--b\r\nContent-Disposition: form-data; name=\"a\"; filename=\"a\"\r\n\r\nabc"),
    ] {
        let begun = Instant::now();
        let error = read(post(content_type, Pieces::of(body, 2, End::Silence))).await.unwrap_err();
        assert_eq!(begun.elapsed(), Duration::from_secs(30), "{content_type}");
        assert_eq!(error.status(), StatusCode::REQUEST_TIMEOUT);
        assert_eq!(
            error.to_string(),
            "the client sent nothing for 30s; `FormLimits::idle` sets another limit"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_slow_client_that_keeps_sending_does_not_time_out() {
    let (mut sender, body) = SlowSender::new();
    let sending = tokio::spawn(async move {
        for piece in ["{\"a\"", ":", "1", "}"] {
            tokio::time::sleep(Duration::from_secs(29)).await;
            sender.send(piece).await;
        }
    });
    let form = read(post(JSON, body)).await.unwrap();
    assert_eq!(as_json(&form), json!({"a": 1}));
    sending.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn the_maximum_idle_limit_never_times_out() {
    let (mut sender, body) = SlowSender::new();
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_secs(1 << 30)).await;
        sender.send("{}").await;
    });
    assert!(read_within(post(JSON, body), &LIMITS.idle(Duration::MAX)).await.is_ok());
}

#[tokio::test]
async fn a_closed_connection_is_not_a_timeout() {
    for (content_type, body) in [
        (JSON, &b"{\"a\":"[..]),
        (URLENCODED, b"a=1"),
        ("text/plain", b""),
        #[cfg(feature = "multipart")]
        (MULTIPART, b"--b\r\nContent-Disp"),
        #[cfg(feature = "multipart")]
        (MULTIPART, b"--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nabc"),
    ] {
        let error = read(post(content_type, Pieces::of(body, 2, End::HangUp))).await.unwrap_err();
        assert!(matches!(error, UnreadableBody::Interrupted(_)), "{content_type}: {error}");
        assert_eq!(error.status(), StatusCode::BAD_REQUEST);
        assert_eq!(error.to_string(), "the body ended early: connection reset");
    }
}

/// Sends the pieces of a body one by one.
struct SlowSender(tokio::sync::mpsc::Sender<&'static str>);

struct SlowBody(tokio::sync::mpsc::Receiver<&'static str>);

impl SlowSender {
    fn new() -> (Self, Body) {
        let (sender, receiver) = tokio::sync::mpsc::channel(1);
        (Self(sender), Body::new(SlowBody(receiver)))
    }

    async fn send(&mut self, piece: &'static str) {
        self.0.send(piece).await.unwrap();
    }
}

impl http_body::Body for SlowBody {
    type Data = bytes::Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        cx: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<bytes::Bytes>, Self::Error>>> {
        self.0.poll_recv(cx).map(|piece| piece.map(|piece| Ok(http_body::Frame::data(piece.into()))))
    }
}
