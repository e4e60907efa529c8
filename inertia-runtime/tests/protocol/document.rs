//! The document of a first visit.

use axum::{Extension, Router, routing::get};
use inertia::{CspNonce, Inertia, InertiaProps, Vite};
use serde_json::json;

use crate::harness::{app, browse, page, visit, with};

#[derive(InertiaProps)]
struct Index {
    text: &'static str,
}

const TEXT: &str = "</script><!-- & > \u{2028} \u{2029} \u{e9} \" \\";

#[inertia::page("Event/Index")]
async fn index() -> Index {
    Index { text: TEXT }
}

#[tokio::test]
async fn the_page_object_stands_in_a_script_element_before_the_empty_root() {
    let answer = browse().send(&app(index)).await;
    assert_eq!(answer.header("content-type").as_deref(), Some("text/html; charset=utf-8"));
    let object = answer.script();
    let body = format!(
        "<body>\n<script data-page=\"app\" type=\"application/json\">{object}</script><div id=\"app\"></div>\n</body>"
    );
    assert!(answer.body.contains(&body), "{}", answer.body);
    assert!(answer.body.starts_with("<!DOCTYPE html>\n<html lang=\"en\">"), "{}", answer.body);
    assert_eq!(answer.page(), page(json!({"text": TEXT}), json!({})));
}

#[tokio::test]
async fn the_json_in_a_document_escapes_what_could_end_the_script() {
    let answer = browse().send(&app(index)).await;
    let object = answer.script();
    assert!(
        object.contains(
            "\"text\":\"\\u003c/script\\u003e\\u003c!-- \\u0026 \\u003e \\u2028 \\u2029 \u{e9} \\\" \\\\\""
        ),
        "{object}"
    );
    assert!(!object.contains(['<', '>', '&', '\u{2028}', '\u{2029}']));
}

#[tokio::test]
async fn the_url_in_a_document_is_escaped_as_well() {
    let answer = browse().at("/?q=a&x").send(&app(index)).await;
    assert!(answer.script().contains(r#""url":"/?q=a\u0026x""#), "{}", answer.body);
    assert_eq!(answer.page()["url"], "/?q=a&x");
}

#[tokio::test]
async fn the_json_of_a_visit_needs_no_escapes() {
    let answer = visit().send(&app(index)).await;
    assert!(answer.body.contains("</script><!-- & >"), "{}", answer.body);
}

#[tokio::test]
async fn a_configured_nonce_is_on_every_script_tag() {
    let vite = || Vite::dev("http://localhost:5173").entry("src/main.tsx");
    let inertia = Inertia::builder().vite(vite()).build().unwrap();
    let routes = || Router::new().route("/", get(index)).layer(inertia.layer());
    let answer = browse().send(&routes().layer(Extension(CspNonce("r4nd\"0m".to_owned())))).await;
    let scripts: Vec<_> = answer.body.match_indices("<script").map(|(at, _)| &answer.body[at..]).collect();
    assert!(scripts.len() >= 3, "{}", answer.body);
    for script in scripts {
        let tag = script.split_once('>').unwrap().0;
        assert!(tag.contains(" nonce=\"r4nd&quot;0m\""), "{tag}");
    }
    let without = browse().send(&routes()).await;
    assert!(!without.body.contains("nonce"), "{}", without.body);
}

#[tokio::test]
async fn the_root_id_and_the_language_can_be_set() {
    let app = with(Inertia::builder().root_id("root").language("de"), index);
    let answer = browse().send(&app).await;
    assert!(answer.body.contains("<html lang=\"de\">"), "{}", answer.body);
    assert!(
        answer.body.contains("<script data-page=\"root\" type=\"application/json\">")
            && answer.body.contains("</script><div id=\"root\"></div>"),
        "{}",
        answer.body
    );
}

#[cfg(not(debug_assertions))]
#[tokio::test]
async fn a_file_that_a_new_build_has_deleted_is_logged_once() {
    let folder = tempfile::tempdir().unwrap();
    let manifest = folder.path().join("manifest.json");
    let build = r#"{ "main.js": { "file": "assets/deleted.js", "isEntry": true } }"#;
    std::fs::write(&manifest, build).unwrap();
    let log = crate::harness::log();
    let vite = inertia::Vite::manifest(&manifest).unwrap();
    let layer = inertia::Inertia::builder().without_session().vite(vite).build().unwrap().layer();
    let app = axum::Router::new().route("/", axum::routing::get(async || "")).layer(layer);
    std::fs::write(&manifest, build.replace("deleted", "other")).unwrap();
    for _ in 0..2 {
        crate::harness::browse().at("/assets/deleted.js").send(&app).await;
    }
    assert_eq!(
        log.lines("/assets/deleted.js"),
        [
            "WARN `/assets/deleted.js` is a file of the front end's build that documents load, and it is gone: the front end was built again after the application started; start the application again"
        ]
    );
}
