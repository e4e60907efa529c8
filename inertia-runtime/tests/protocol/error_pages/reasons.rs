//! What a developer is told, and a visitor is not.

use axum::Extension;
use inertia::CspNonce;
use serde_json::Value;

use super::*;

/// The routes with the error page, as a debug build or as a release build has them.
fn built(debug: bool) -> Router {
    let builder = plain_builder().share(shared).state(Made::default()).error_page(error_page).__debug(debug);
    routes().layer(builder.build().unwrap().layer())
}

/// Each failure, and what its page says in a debug build.
const FAILURES: [(&str, &[&str]); 7] = [
    ("/event?broken", &["page `Event/Show`: prop `seats` failed", "no such table: seats"]),
    ("/panicking-prop", &["page `Event/Show`: prop `seats` failed", "panicked: somebody has a seat"]),
    ("/failed", &["the handler failed", "disk full"]),
    ("/busy", &["the handler failed", "the printer is out of paper"]),
    ("/panics", &["the handler or a middleware panicked", "the handler has had enough"]),
    ("/query?page=x", &["Failed to deserialize query string: page: invalid digit found in string"]),
    ("/nowhere", &[]),
];

#[tokio::test]
async fn in_a_debug_build_the_page_gets_the_reason_with_its_causes() {
    let app = built(true);
    for (path, reasons) in FAILURES {
        for ask in [visit, open] {
            let props = ask(path).send(&app).await.page()["props"].take();
            assert_eq!(props["reasons"], Value::from(reasons.to_vec()), "{path}");
        }
    }
}

#[tokio::test]
async fn in_a_release_build_nothing_internal_leaves_the_server() {
    let app = built(false);
    for (path, reasons) in FAILURES {
        for ask in [visit, open] {
            let answer = ask(path).send(&app).await;
            assert_eq!(answer.page()["props"]["reasons"], Value::Array(Vec::new()), "{path}");
            for reason in reasons {
                assert!(!answer.body.contains(reason), "{path}");
                assert!(!format!("{:?}", answer.headers).contains(reason), "{path}");
            }
        }
    }
}

/// An application without an error page, as a debug build has it.
fn explained() -> Router {
    #[inertia::page("Event/<Show>")]
    async fn odd() -> Result<Event, Error> {
        Err(Error::new("</p><script>alert(`1`)</script>"))
    }
    #[inertia::page("Event/<Show>")]
    async fn prop() -> Shared {
        Shared { app: "", unread: lazy(async { Err::<u32, _>(io::Error::other("a < b & \"c\"")) }) }
    }
    let inertia = plain_builder().__debug(true).build().unwrap();
    routes().route("/odd", get(odd)).route("/prop", get(prop)).layer(inertia.layer())
}

#[tokio::test]
async fn without_an_error_page_a_debug_build_says_why_in_a_document() {
    let app = explained();
    for ask in [visit, open] {
        let answer = ask("/prop").send(&app).await;
        assert_eq!(answer.status.as_u16(), 500);
        assert_eq!(answer.header("x-inertia"), None);
        assert_eq!(answer.header("content-type").as_deref(), Some("text/html; charset=utf-8"));
        for part in [
            "500 Internal Server Error",
            "<h1>page <code>Event/&lt;Show&gt;</code>: prop <code>unread</code> failed</h1>",
            "<li>a &lt; b &amp; &quot;c&quot;</li>",
            "<code>GET /prop</code>",
        ] {
            assert!(answer.body.contains(part), "{part}: {}", answer.body);
        }
        let odd = ask("/odd").send(&app).await;
        assert!(
            odd.body.contains("<li>&lt;/p&gt;&lt;script&gt;alert(<code>1</code>)&lt;/script&gt;</li>"),
            "{}",
            odd.body
        );
        assert!(!odd.body.contains("<script"), "{}", odd.body);
    }
}

#[tokio::test]
async fn the_document_is_for_who_looks_at_it() {
    let app = explained();
    for ask in [
        browse().at("/busy"),
        browse().at("/busy").header("accept", "application/json"),
        crate::harness::visit().at("/busy"),
    ] {
        let answer = ask.send(&app).await;
        assert_eq!(answer.header("content-type").as_deref(), Some("text/plain; charset=utf-8"));
    }
    // What says all that there is to say is left as it is.
    assert_eq!(open("/text").send(&app).await.body, "members only");
    assert_eq!(open("/document").send(&app).await.body, "<h1>nothing</h1>");
}

#[tokio::test]
async fn its_style_has_the_nonce_of_the_request() {
    let app = explained().layer(Extension(CspNonce("r4nd\"m".to_owned())));
    assert!(open("/busy").send(&app).await.body.contains("<style nonce=\"r4nd&quot;m\">"));
}

#[tokio::test]
async fn an_error_page_that_fails_is_explained_together_with_what_it_was_about() {
    #[inertia::page("Error")]
    async fn broken() -> Shared {
        Shared { app: "", unread: lazy(async { Err::<u32, _>(io::Error::other("no such table: mail")) }) }
    }
    let inertia = plain_builder().error_page(broken).__debug(true).build().unwrap();
    let app = routes().layer(inertia.layer()).layer(Extension(CspNonce("r4nd0m".to_owned())));
    for (path, first) in [("/busy", "the handler failed"), ("/nowhere", "404 Not Found")] {
        let answer = open(path).send(&app).await;
        for part in [
            &*format!("<h1>{first}</h1>"),
            "<li>the error page failed as well</li><li>page <code>Error</code>: prop <code>unread</code> failed</li>",
            "<li>no such table: mail</li>",
            "<style nonce=\"r4nd0m\">",
        ] {
            assert!(answer.body.contains(part), "{part}: {}", answer.body);
        }
    }
}

#[tokio::test]
async fn in_a_release_build_there_is_no_such_document() {
    let inertia = plain_builder().__debug(false).build().unwrap();
    let app = routes().layer(inertia.layer());
    for ask in [visit, open] {
        let answer = ask("/busy").send(&app).await;
        assert_eq!(answer.header("content-type").as_deref(), Some("text/plain; charset=utf-8"));
    }
}
