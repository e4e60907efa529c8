//! Text of visitors in what a renderer returns: it must neither run as a script nor change what browsers make of the document.

use axum::{
    Json,
    body::{Body, Bytes},
    http::Request,
};
use inertia::{CspNonce, InertiaProps, Ssr};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::harness::{Document, app, rendered, renderer, text, visit};

/// What a renderer makes of a page that does not escape the page object at all.
fn unescaped(page: &[u8]) -> Value {
    let page: Value = serde_json::from_slice(page).unwrap();
    json!({
        "head": [],
        "body": format!(
            "<script data-page=\"app\" type=\"application/json\">{page}</script>\
             <div data-server-rendered=\"true\" id=\"app\"><h1>Event</h1></div>"
        ),
    })
}

/// A renderer with this head.
async fn with_head(head: &[&str]) -> String {
    let head = json!(head);
    let render = move |page: Bytes| {
        let mut response = rendered(&page);
        response["head"] = head.clone();
        async move { Json(response) }
    };
    renderer(render).await.0
}

async fn visit_with_nonce(app: &axum::Router, path: &str) -> Document {
    let mut request = Request::get(path).body(Body::empty()).unwrap();
    request.extensions_mut().insert(CspNonce("r4nd0m".to_owned()));
    Document { html: text(app.clone().oneshot(request).await.unwrap()).await }
}

#[tokio::test]
async fn a_script_that_a_visitor_has_injected_gets_no_nonce() {
    // What `<Head>` of the React client 3.7.1 makes of a `<script>` with `JSON.stringify({ name })` in it.
    let injected = "<script type=\"application/ld+json\" data-inertia=\"\">{\"name\":\"</script><script>alert(1)</script>\"}</script>";
    let own = "<script data-inertia=\"\">var name = \"</script><script src=/evil.js></script><link rel=stylesheet href=/evil.css>\"</script>";
    let title = "<title data-inertia=\"\">A</title><script>alert(2)</script>";
    let app = app(Ssr::url(with_head(&[injected, own, title]).await));
    let html = visit_with_nonce(&app, "/events/7").await.html;
    assert!(html.contains("<script nonce=\"r4nd0m\" data-inertia=\"\">var name"), "{html}");
    assert!(html.contains("<script nonce=\"r4nd0m\" data-page=\"app\""), "{html}");
    assert_eq!(html.matches("r4nd0m").count(), 2, "{html}");
}

#[tokio::test]
async fn a_page_object_that_is_not_escaped_is_replaced() {
    let app = app(Ssr::url(renderer(async |page| Json(unescaped(&page))).await.0));
    let document = visit_with_nonce(&app, "/events/7").await;
    assert!(document.is_server_rendered());
    // Its title is `</script> & <b>`.
    assert_eq!(document.page()["props"]["title"], "</script> & <b>");
    assert!(document.html.contains("\\u003c/script"), "{}", document.html);
    assert!(document.html.contains("</script><div data-server-rendered=\"true\" id=\"app\">"));
}

#[derive(InertiaProps)]
struct Comment {
    text: &'static str,
}

#[inertia::page("Comment")]
async fn comment() -> Comment {
    Comment { text: "<!--<script>" }
}

#[tokio::test]
async fn a_comment_in_a_prop_does_not_swallow_the_root_element() {
    let (url, _) = renderer(async |page| Json(unescaped(&page))).await;
    let inertia = inertia::Inertia::builder().without_session().ssr(Ssr::url(url)).build().unwrap();
    let app = axum::Router::new().route("/", axum::routing::get(comment)).layer(inertia.layer());
    let document = visit(&app, "/").await;
    assert!(document.is_server_rendered());
    assert!(!document.html.contains("<!--"), "{}", document.html);
    assert_eq!(document.page()["props"]["text"], "<!--<script>");
}

#[tokio::test]
async fn an_element_of_the_head_that_never_ends_is_left_out() {
    let open = "<script type=\"application/ld+json\">{\"name\":\"<!--<script>\"}</script>";
    let app = app(Ssr::url(with_head(&["<title>A</title>", open, "<meta name=a>"]).await));
    let document = visit(&app, "/events/7").await;
    assert!(document.is_server_rendered());
    assert!(document.html.contains("<title>A</title>\n<meta name=a>"), "{}", document.html);
    assert!(!document.html.contains("ld+json"), "{}", document.html);
}
