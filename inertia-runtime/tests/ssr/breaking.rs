//! The breaker, from a visitor's side.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use axum::{
    Json,
    body::Bytes,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use inertia::Ssr;
use serde_json::json;

use crate::harness::{AGES, Failures, app, rendered, renderer, visit};

/// How long the breaker is open at first, and a little more.
const PAUSE: Duration = Duration::from_millis(1100);

#[tokio::test]
async fn a_renderer_that_fails_is_left_alone_and_tried_again() {
    let works = Arc::new(AtomicBool::new(false));
    let switch = Arc::clone(&works);
    let (url, asked) = renderer(move |page: Bytes| {
        let works = switch.load(Ordering::SeqCst);
        async move { if works { Json(rendered(&page)).into_response() } else { "garbage".into_response() } }
    })
    .await;
    let app = app(Ssr::url(url).timeout(AGES).first_timeout(AGES));
    let begun = Instant::now();
    for _ in 0..20 {
        assert!(!visit(&app, "/events/7").await.is_server_rendered());
    }
    // It is tried once more after each pause, and this machine may have taken one.
    let pauses = |since: Instant| usize::try_from(since.elapsed().as_secs()).unwrap();
    assert!((5..=5 + pauses(begun)).contains(&asked.load(Ordering::SeqCst)));
    works.store(true, Ordering::SeqCst);
    let rendered = visit(&app, "/events/7").await.is_server_rendered();
    // On a machine that has taken a pause, it may have been tried in between, and the next pause is longer.
    let slow = pauses(begun) > 0;
    assert!(!rendered || slow);
    tokio::time::sleep(PAUSE).await;
    while !visit(&app, "/events/7").await.is_server_rendered() {
        assert!(slow && begun.elapsed() < AGES, "it is not tried again");
    }
    assert!(visit(&app, "/events/7").await.is_server_rendered());
}

#[tokio::test]
async fn a_page_that_cannot_be_rendered_keeps_no_other_from_it() {
    let (url, _) = renderer(async |page: Bytes| -> Response {
        if page.windows(9).any(|bytes| bytes == b"\"id\":666,") {
            return (StatusCode::INTERNAL_SERVER_ERROR, Json(json!({ "error": "no", "type": "render" })))
                .into_response();
        }
        Json(rendered(&page)).into_response()
    })
    .await;
    let (ssr, failures) = Failures::of(Ssr::url(url));
    let app = app(ssr);
    for _ in 0..20 {
        assert!(!visit(&app, "/events/666").await.is_server_rendered());
    }
    assert!(visit(&app, "/events/7").await.is_server_rendered());
    assert_eq!(failures.kinds().len(), 20);
}

#[tokio::test]
async fn a_visitor_who_hangs_up_mid_render_does_not_keep_others_from_trying() {
    let hangs = Arc::new(AtomicBool::new(false));
    let switch = Arc::clone(&hangs);
    let works = Arc::new(AtomicBool::new(false));
    let mended = Arc::clone(&works);
    let (url, asked) = renderer(move |page: Bytes| {
        let (hangs, works) = (switch.load(Ordering::SeqCst), mended.load(Ordering::SeqCst));
        async move {
            if hangs {
                std::future::pending::<()>().await;
            }
            if works { Json(rendered(&page)).into_response() } else { "garbage".into_response() }
        }
    })
    .await;
    let app = app(Ssr::url(url).concurrency(1).timeout(AGES).first_timeout(AGES));
    for _ in 0..5 {
        visit(&app, "/events/7").await;
    }
    tokio::time::sleep(PAUSE).await;
    hangs.store(true, Ordering::SeqCst);
    // The visitor who tries the renderer goes away while it hangs, holding its only place.
    let probe = {
        let app = app.clone();
        tokio::spawn(async move { visit(&app, "/events/7").await })
    };
    while asked.load(Ordering::SeqCst) < 6 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert!(!visit(&app, "/events/7").await.is_server_rendered(), "a second probe");
    probe.abort();
    assert!(probe.await.unwrap_err().is_cancelled());
    hangs.store(false, Ordering::SeqCst);
    works.store(true, Ordering::SeqCst);
    assert!(visit(&app, "/events/7").await.is_server_rendered());
}
