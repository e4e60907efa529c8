//! Renderers that do not help: the visitor gets the page all the same.

use std::{
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    Json,
    body::{Body, Bytes},
    http::{Request, StatusCode},
    response::{IntoResponse, Response},
};
use inertia::{Inertia, InertiaProps, Ssr};
use serde_json::{Value, json};
use tokio::time::timeout;
use tower::ServiceExt as _;

use crate::harness::{AGES, Failures, app, listen, renderer, router, text, visit, writing};

/// A renderer's answer that is no page: the visitor gets the one that the client renders, and the failure has this kind.
async fn fails<R: IntoResponse>(
    kind: &str,
    answer: impl Fn() -> R + Clone + Send + Sync + 'static,
) -> inertia::SsrFailure {
    let (url, _) = renderer(move |_: Bytes| {
        let response = answer().into_response();
        async move { response }
    })
    .await;
    let (ssr, failures) = Failures::of(Ssr::url(url).limit(1 << 20));
    let app = app(ssr);
    let document = visit(&app, "/events/7").await;
    assert!(!document.is_server_rendered());
    assert_eq!(document.page()["props"]["title"], "</script> & <b>");
    assert_eq!(failures.kinds(), [kind]);
    failures.last()
}

#[tokio::test]
async fn what_the_renderer_says_of_a_page_is_passed_on() {
    let failure = fails("browser-api", || {
        let error = json!({
            "error": "window is not defined", "type": "browser-api", "hint": "Use an effect.", "browserApi": "window",
            "component": "Event/Show", "url": "/events/7", "stack": "ReferenceError\n  at Show", "timestamp": "2026",
            "sourceLocation": "/app/pages/Show.tsx:3:7"
        });
        (StatusCode::INTERNAL_SERVER_ERROR, Json(error))
    })
    .await;
    assert_eq!(failure.component, "Event/Show");
    assert_eq!(failure.source_location.as_deref(), Some("/app/pages/Show.tsx:3:7"));
    assert!(failure.to_string().contains("window is not defined"), "{failure}");
}

#[tokio::test]
async fn answers_that_are_no_pages_are_failures_whatever_their_status() {
    fails("malformed", || "garbage \u{0}\u{1b}[31m").await;
    fails("malformed", || Json(json!({ "head": [], "body": null }))).await;
    fails("malformed", || Json(json!({ "head": "", "body": "" }))).await;
    fails("malformed", || Json(json!({ "head": [], "body": "<div id=app></div>" }))).await;
    fails("malformed", || StatusCode::NO_CONTENT).await;
    fails("malformed", || (StatusCode::BAD_GATEWAY, "<h1>Bad gateway</h1>")).await;
    fails("too-large", || "x".repeat(50 << 20)).await;
}

#[tokio::test]
async fn an_answer_without_an_announced_length_is_read_up_to_the_limit() {
    fails("too-large", || Response::new(Body::new(Endless))).await;
}

/// A body that never ends.
struct Endless;

impl http_body::Body for Endless {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, Self::Error>>> {
        Poll::Ready(Some(Ok(http_body::Frame::data(Bytes::from_static(&[b'x'; 1 << 14])))))
    }
}

#[tokio::test]
async fn a_wrong_path_is_named_although_it_is_answered_with_200() {
    let (url, asked) = renderer(async |_| Json(Value::Null)).await;
    let (ssr, failures) = Failures::of(Ssr::url(format!("{url}/ssr")));
    assert!(!visit(&app(ssr), "/events/7").await.is_server_rendered());
    assert_eq!(failures.kinds(), ["not-found"]);
    assert_eq!(failures.last().url, "/events/7");
    assert_eq!(asked.load(std::sync::atomic::Ordering::SeqCst), 0);
}

#[tokio::test]
async fn null_is_no_failure_and_does_not_keep_others_from_asking() {
    let (url, asked) = renderer(async |_| Json(Value::Null)).await;
    let (ssr, failures) = Failures::of(Ssr::url(url));
    let app = app(ssr);
    for _ in 0..20 {
        assert!(!visit(&app, "/events/7").await.is_server_rendered());
    }
    assert!(failures.kinds().is_empty());
    assert_eq!(asked.load(std::sync::atomic::Ordering::SeqCst), 20);
}

#[tokio::test]
async fn nobody_waits_for_a_renderer_that_hangs() {
    let head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{\"head\":";
    for url in [writing(b"").await, writing(b"HTTP/1.1 2").await, writing(head).await] {
        let limit = Duration::from_millis(100);
        let (ssr, failures) = Failures::of(Ssr::url(url).timeout(limit).first_timeout(limit));
        let app = app(ssr);
        let document = timeout(AGES, visit(&app, "/events/7")).await.expect("an answer");
        assert!(!document.is_server_rendered());
        assert_eq!(failures.kinds(), ["timeout"]);
    }
}

#[tokio::test]
async fn one_visitor_waits_longer_for_the_first_page_and_the_others_do_not() {
    let (url, _) = renderer(async |page: Bytes| {
        tokio::time::sleep(Duration::from_millis(600)).await;
        Json(crate::harness::rendered(&page))
    })
    .await;
    let ssr = Ssr::url(url).timeout(Duration::from_millis(100)).first_timeout(AGES);
    let app = app(ssr);
    let (first, second) = tokio::join!(visit(&app, "/events/1"), visit(&app, "/events/2"));
    assert!(first.is_server_rendered());
    assert!(!second.is_server_rendered());
    assert!(!visit(&app, "/events/3").await.is_server_rendered());
}

#[tokio::test]
async fn a_renderer_that_is_not_there_or_hangs_up_is_unreachable() {
    let (ssr, failures) = Failures::of(Ssr::url("http://127.0.0.1:1"));
    assert!(!visit(&app(ssr), "/events/7").await.is_server_rendered());
    assert_eq!(failures.kinds(), ["unreachable"]);
    assert!(failures.last().hint.contains("start the renderer"), "{}", failures.last());

    let (listener, address) = listen().await;
    tokio::spawn(async move { while listener.accept().await.is_ok() {} });
    let (ssr, failures) = Failures::of(Ssr::url(format!("http://{address}")));
    assert!(!visit(&app(ssr), "/events/7").await.is_server_rendered());
    assert_eq!(failures.kinds(), ["unreachable"]);

    let short = writing(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\nconnection: close\r\n\r\nnull ").await;
    assert!(!visit(&app(Ssr::url(short)), "/events/7").await.is_server_rendered());
}

#[tokio::test]
async fn a_hook_that_panics_is_not_the_visitors_business() {
    let (url, _) = renderer(async |_| "garbage").await;
    let app = app(Ssr::url(url).on_failure(|failure| panic!("{failure}")));
    assert!(!visit(&app, "/events/7").await.is_server_rendered());
}

#[tokio::test]
async fn an_error_page_does_not_wait_for_a_renderer() {
    let (url, asked) = renderer(async |_| std::future::pending::<()>().await).await;
    let builder = Inertia::builder().without_session().ssr(Ssr::url(url)).error_page(error_page);
    let app = router(&builder.build().unwrap());
    let request = Request::get("/nowhere").header("accept", "text/html").body(Body::empty()).unwrap();
    let response = app.oneshot(request).await.unwrap();
    assert_eq!(response.status(), 404);
    assert!(text(response).await.contains("<div id=\"app\"></div>"));
    assert_eq!(asked.load(std::sync::atomic::Ordering::SeqCst), 0);
}

#[derive(InertiaProps)]
struct ErrorProps {}

#[inertia::page("Error")]
async fn error_page() -> ErrorProps {
    ErrorProps {}
}

#[tokio::test]
async fn a_renderer_with_its_hands_full_is_not_waited_for() {
    let (url, asked) = renderer(async |_| std::future::pending::<()>().await).await;
    // Who waits for a place waits for a quarter of this, and had better have begun before the first two are given up.
    let limit = Duration::from_secs(4);
    let (ssr, failures) = Failures::of(Ssr::url(url).concurrency(2).timeout(limit).first_timeout(limit));
    let app = app(ssr);
    let visits: Vec<_> = (0..10)
        .map(|id| {
            let app = app.clone();
            tokio::spawn(async move { visit(&app, &format!("/events/{id}")).await.is_server_rendered() })
        })
        .collect();
    for visit in visits {
        assert!(!timeout(AGES, visit).await.expect("an answer").unwrap());
    }
    assert_eq!(asked.load(std::sync::atomic::Ordering::SeqCst), 2);
    assert_eq!(failures.kinds(), ["timeout", "timeout"]);
}
