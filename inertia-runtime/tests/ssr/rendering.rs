//! A renderer that works.

use std::sync::{Arc, Mutex, atomic::Ordering};

use axum::{
    Json,
    body::{Body, Bytes},
    http::Request,
};
use inertia::{CspNonce, Inertia, Ssr};
use tower::ServiceExt as _;

use crate::harness::{app, rendered, renderer, router, text, visit, working};

#[tokio::test]
async fn the_document_holds_what_the_renderer_made_of_the_page() {
    let app = app(Ssr::url(working().await));
    let document = visit(&app, "/events/7?page=2").await;
    assert!(document.is_server_rendered());
    assert!(document.html.contains("<h1>7</h1>"), "{}", document.html);
    let (head, body) = document.html.split_once("</head>").unwrap();
    assert!(head.contains("<title data-inertia=\"\">Event/Show</title>"), "{head}");
    assert_eq!(body.matches("<script").count(), 1, "{body}");
    assert_eq!(body.matches("id=\"app\"").count(), 1, "{body}");
    assert_eq!(document.page()["url"], "/events/7?page=2");
}

#[tokio::test]
async fn the_renderer_gets_the_bytes_of_the_page_object_and_nothing_else() {
    let got = Arc::new(Mutex::new(Bytes::new()));
    let kept = Arc::clone(&got);
    let (url, _) = renderer(move |page: Bytes| {
        kept.lock().unwrap().clone_from(&page);
        async move { Json(rendered(&page)) }
    })
    .await;
    let app = app(Ssr::url(url));
    visit(&app, "/events/7").await;
    let visit = Request::get("/events/7").header("x-inertia", "true").header("x-inertia-version", "v1");
    let answer = text(app.oneshot(visit.body(Body::empty()).unwrap()).await.unwrap()).await;
    assert_eq!(*got.lock().unwrap(), answer);
}

#[tokio::test]
async fn visits_of_the_client_and_pages_that_say_no_are_not_rendered() {
    let (url, asked) = renderer(async |page| Json(rendered(&page))).await;
    let app = app(Ssr::url(url).exclude("/events/9*"));
    for path in ["/map", "/choice", "/about/map", "/events/9", "/events/99"] {
        assert!(!visit(&app, path).await.is_server_rendered(), "{path}");
    }
    for (name, value) in [("x-inertia-partial-component", "Event/Show"), ("x-inertia-version", "v1")] {
        let request = Request::get("/events/7").header("x-inertia", "true").header("x-inertia-version", "v1");
        let response = app.clone().oneshot(request.header(name, value).body(Body::empty()).unwrap()).await;
        assert_eq!(response.unwrap().headers()["x-inertia"], "true");
    }
    let head = Request::head("/events/7").body(Body::empty()).unwrap();
    assert_eq!(app.clone().oneshot(head).await.unwrap().status(), 200);
    assert_eq!(asked.load(Ordering::SeqCst), 0);
    for path in ["/events/7", "/about"] {
        assert!(visit(&app, path).await.is_server_rendered(), "{path}");
    }
    assert_eq!(asked.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_nonce_is_on_the_tags_of_the_renderer() {
    let (url, _) = renderer(async |page| {
        let mut answer = rendered(&page);
        answer["head"] = serde_json::json!(["<title>T</title>", "<link rel=\"stylesheet\" href=\"/a.css\">"]);
        Json(answer)
    })
    .await;
    let app = app(Ssr::url(url));
    let mut request = Request::get("/events/7").body(Body::empty()).unwrap();
    request.extensions_mut().insert(CspNonce("r4nd0m".to_owned()));
    let html = text(app.oneshot(request).await.unwrap()).await;
    assert!(html.contains("<link nonce=\"r4nd0m\" rel=\"stylesheet\" href=\"/a.css\">"), "{html}");
    assert!(html.contains("<script nonce=\"r4nd0m\" data-page=\"app\""), "{html}");
    assert_eq!(html.matches("r4nd0m").count(), 2, "{html}");
}

#[cfg(feature = "tera")]
#[tokio::test]
async fn a_template_has_the_head_and_the_body_in_their_places() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("app.html");
    for template in [
        "<html><head>{{ inertia_head }}</head><body class=b>{{ inertia_body }}<footer></footer></body></html>",
        "<html><head>{{ inertia_head }}</head><body class={{ page.props.id }}>{{ inertia_body }}<footer></footer></body></html>",
    ] {
        std::fs::write(&file, template).unwrap();
        let builder = Inertia::builder().without_session().template(&file);
        let app = router(&builder.ssr(Ssr::url(working().await)).build().unwrap());
        let html = visit(&app, "/events/7").await.html;
        assert!(html.contains("<title data-inertia=\"\">Event/Show</title></head><body class="), "{html}");
        assert!(html.contains("<h1>7</h1></div><footer>"), "{html}");
    }
}

#[cfg(feature = "tera")]
#[tokio::test]
async fn a_template_without_a_place_for_the_head_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("app.html");
    std::fs::write(&file, "<html><body>{{ inertia_body }}</body></html>").unwrap();
    let builder = Inertia::builder().without_session().template(&file);
    let error = builder.ssr(Ssr::url("http://127.0.0.1:1")).build().unwrap_err().to_string();
    assert!(error.contains("add the line `{{ inertia_head }}` inside `<head>`"), "{error}");
}

#[tokio::test]
async fn connections_are_kept() {
    let (listener, address) = crate::harness::listen().await;
    let connections = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let count = Arc::clone(&connections);
    let answer = axum::routing::post(async |page: Bytes| Json(rendered(&page)));
    let router = axum::Router::new().route("/render", answer);
    let listener = axum::serve::ListenerExt::tap_io(listener, move |_| {
        count.fetch_add(1, Ordering::SeqCst);
    });
    tokio::spawn(async move { axum::serve(listener, router).await });
    let app = app(Ssr::url(format!("http://{address}")));
    for _ in 0..20 {
        assert!(visit(&app, "/events/7").await.is_server_rendered());
    }
    assert_eq!(connections.load(Ordering::SeqCst), 1);
}
