//! The `Content-Security-Policy` of documents.

use axum::{
    Json, Router,
    response::{Html, IntoResponse, Redirect},
    routing::get,
};
use http::header::CONTENT_SECURITY_POLICY;
use inertia::{CspNonce, Inertia, Vite};

use crate::harness::{Answer, browse, visit};

const POLICY: &str = "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'";

fn routes(vite: Option<Vite>) -> Router {
    let mut builder = Inertia::builder().content_security_policy(POLICY);
    if let Some(vite) = vite {
        builder = builder.vite(vite);
    }
    Router::new()
        .route("/", get(inertia::static_page("About")))
        .route("/own", get(async || ([(CONTENT_SECURITY_POLICY, "default-src *")], Html("own"))))
        .route("/html", get(async |nonce: Option<CspNonce>| Html(nonce.unwrap().0)))
        .route("/failed", get(async || inertia::Error::from(std::io::Error::other("no such table"))))
        .route("/json", get(async || Json(1)))
        .route("/gone", get(async || Redirect::to("/").into_response()))
        .layer(builder.build().unwrap().layer())
}

fn nonce(answer: &Answer) -> String {
    let policy = answer.header("content-security-policy").unwrap();
    let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned();
    assert_eq!(policy, POLICY.replace("{nonce}", &nonce));
    assert_eq!(nonce.len(), 32);
    nonce
}

#[tokio::test]
async fn a_document_and_its_header_have_one_nonce_and_the_next_another() {
    let app = routes(None);
    let first = browse().send(&app).await;
    let nonces = [nonce(&first), nonce(&browse().send(&app).await)];
    assert_ne!(nonces[0], nonces[1]);
    let tag = format!("<script data-page=\"app\" type=\"application/json\" nonce=\"{}\">", nonces[0]);
    assert!(first.body.contains(&tag), "{}", first.body);
}

#[tokio::test]
async fn html_of_a_handler_has_the_policy_and_may_know_the_nonce() {
    let app = routes(None);
    let html = browse().at("/html").send(&app).await;
    assert_eq!(nonce(&html), html.body);
    let own = browse().at("/own").send(&app).await;
    assert_eq!(own.header("content-security-policy").as_deref(), Some("default-src *"));
}

#[cfg(debug_assertions)]
#[tokio::test]
async fn the_document_of_a_failure_has_the_nonce() {
    let failed = browse().at("/failed").header("accept", "text/html").send(&routes(None)).await;
    assert!(failed.body.contains(&format!("<style nonce=\"{}\">", nonce(&failed))), "{}", failed.body);
}

#[tokio::test]
async fn what_is_no_document_has_none() {
    let app = routes(None);
    for path in ["/json", "/gone", "/nowhere"] {
        assert_eq!(browse().at(path).send(&app).await.header("content-security-policy"), None, "{path}");
    }
    assert_eq!(visit().send(&app).await.header("content-security-policy"), None);
}

#[tokio::test]
async fn the_dev_server_is_let_in() {
    let vite = Vite::dev("http://localhost:5173").entry("src/main.tsx");
    let answer = browse().send(&routes(Some(vite))).await;
    let policy = answer.header("content-security-policy").unwrap();
    assert!(
        policy.starts_with("default-src http://localhost:5173 ws://localhost:5173; script-src 'nonce-"),
        "{policy}"
    );
    let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
    let tags = answer.body.split('<').filter(|tag| tag.starts_with("script") || tag.starts_with("link"));
    assert_eq!(tags.clone().count(), 5);
    for tag in tags {
        assert!(tag.contains(&format!(" nonce=\"{nonce}\"")), "{tag}");
    }
}

#[tokio::test]
async fn without_a_policy_there_is_neither() {
    let app = Router::new()
        .route("/", get(inertia::static_page("About")))
        .route("/html", get(async |nonce: Option<CspNonce>| Html(nonce.map(|it| it.0).unwrap_or_default())))
        .layer(Inertia::builder().build().unwrap().layer());
    let answer = browse().send(&app).await;
    assert_eq!(answer.header("content-security-policy"), None);
    assert!(!answer.body.contains("nonce"));
    assert_eq!(browse().at("/html").send(&app).await.body, "");
}

#[cfg(debug_assertions)]
#[tokio::test]
async fn a_dev_server_that_is_started_later_is_let_in() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("dist")).unwrap();
    std::fs::write(
        folder.path().join("dist/manifest.json"),
        r#"{"main.ts": {"file": "main.js", "isEntry": true}}"#,
    )
    .unwrap();
    std::fs::write(folder.path().join("main.ts"), "").unwrap();
    let app = routes(Some(Vite::auto(folder.path()).unwrap()));
    nonce(&browse().send(&app).await);
    let server = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", server.local_addr().unwrap());
    std::fs::write(folder.path().join("hot"), &url).unwrap();
    let response = browse().send(&app).await;
    let policy = response.header("content-security-policy").unwrap();
    assert!(policy.contains("script-src 'nonce-"), "{policy}");
    assert!(policy.contains(&format!("' {url} {}", url.replace("http", "ws"))), "{policy}");
}
