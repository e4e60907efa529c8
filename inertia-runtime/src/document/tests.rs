//! The built-in document as a browser receives it.

use serde_json::Map;

use crate::document::folder::Folder;
use crate::document::vite::Vite;
use crate::document::{DocumentContext, Root, RootError, RootOptions};

/// The document around `page`, the page object's JSON.
pub(super) fn rendered(root: &Root, nonce: Option<&str>, page: &str) -> String {
    let mut out = Vec::new();
    let context = DocumentContext { nonce, view_data: &Map::new() };
    root.render::<RootError>(&mut out, &context, |out| {
        out.extend_from_slice(page.as_bytes());
        Ok(())
    })
    .unwrap();
    String::from_utf8(out).unwrap()
}

fn built() -> Folder {
    Folder::new([(
        "dist/.vite/manifest.json",
        r#"{"src/main.tsx":{"file":"assets/main-1.js","isEntry":true,"css":["assets/main-1.css"],"imports":["_v.js"]},
            "_v.js":{"file":"assets/v-1.js"}}"#,
    )])
}

#[test]
fn the_built_in_document_needs_no_settings() {
    let root = Root::new(RootOptions::default()).unwrap();
    assert_eq!(
        rendered(&root, None, r#"{"component":"Home"}"#),
        concat!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n",
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
            "\n</head>\n<body>\n",
            r#"<script data-page="app" type="application/json">{"component":"Home"}</script><div id="app"></div>"#,
            "\n</body>\n</html>\n",
        )
    );
    assert_eq!(root.version(), None);
}

#[test]
fn the_page_object_cannot_leave_its_script() {
    let root = Root::new(RootOptions::default()).unwrap();
    let html = rendered(&root, None, r#"{"a":"</script><script>alert(1)</script>"}"#);
    assert_eq!(html.matches("<script").count(), 1);
    assert!(html.contains(r#"{"a":"\u003c/script\u003e\u003cscript\u003ealert(1)\u003c/script\u003e"}"#));
}

#[test]
fn id_and_language_can_be_set_and_are_escaped() {
    let options = RootOptions { id: "my\"app".into(), language: "de\"".into(), ..RootOptions::default() };
    let html = rendered(&Root::new(options).unwrap(), None, "{}");
    assert!(html.contains(r#"<html lang="de&quot;">"#));
    assert!(html.contains(r#"<script data-page="my&quot;app" "#));
    assert!(html.contains(r#"<div id="my&quot;app"></div>"#));
}

#[test]
fn every_script_and_link_has_the_nonce() {
    let front_end = built();
    let vite = Vite::auto(front_end.path()).unwrap();
    let root = Root::new(RootOptions { vite: Some(vite), ..RootOptions::default() }).unwrap();
    let html = rendered(&root, Some("r4nd0m"), "{}");
    let tags = html.split('<').filter(|tag| tag.starts_with("script") || tag.starts_with("link"));
    assert_eq!(tags.clone().count(), 4);
    assert!(tags.clone().all(|tag| tag.contains(r#" nonce="r4nd0m""#)), "{html}");
    // Vite's client reads the nonce for later tags from this element.
    assert!(html.contains(r#"<meta property="csp-nonce" nonce="r4nd0m">"#));
    let html = rendered(&root, None, "{}");
    assert!(!html.contains("nonce"), "{html}");
}

#[test]
fn a_nonce_cannot_leave_its_attribute() {
    let root = Root::new(RootOptions::default()).unwrap();
    let html = rendered(&root, Some(r#""><script>alert(1)</script>"#), "{}");
    assert_eq!(html.matches("<script").count(), 1);
    assert!(html.contains(r#" nonce="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;">{}</script>"#));
}

#[test]
fn documents_contain_no_markers() {
    let front_end = built();
    let vite = Vite::auto(front_end.path()).unwrap();
    let root = Root::new(RootOptions { vite: Some(vite), ..RootOptions::default() }).unwrap();
    for nonce in [None, Some("n")] {
        assert!(!rendered(&root, nonce, "{}").contains('\u{fdd0}'));
    }
}

#[test]
fn the_version_is_made_from_the_manifest() {
    let front_end = built();
    let root = |vite| Root::new(RootOptions { vite: Some(vite), ..RootOptions::default() }).unwrap();
    let first = root(Vite::auto(front_end.path()).unwrap()).version().unwrap().into_owned();
    assert_eq!(root(Vite::auto(front_end.path()).unwrap()).version().as_deref(), Some(first.as_str()));
    front_end.write("dist/.vite/manifest.json", r#"{"a.js":{"file":"a-2.js","isEntry":true}}"#);
    assert_ne!(root(Vite::auto(front_end.path()).unwrap()).version().as_deref(), Some(first.as_str()));
}

#[test]
fn the_error_of_the_page_is_returned() {
    #[derive(Debug, PartialEq)]
    struct Broken;
    impl From<RootError> for Broken {
        fn from(_: RootError) -> Self {
            unreachable!("the document is fine")
        }
    }
    let root = Root::new(RootOptions::default()).unwrap();
    let context = DocumentContext { nonce: None, view_data: &Map::new() };
    assert_eq!(root.render(&mut Vec::new(), &context, |_| Err(Broken)), Err(Broken));
}
