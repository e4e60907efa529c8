//! Files that make a body larger than its limit: messages under their fields, as long as the body can be read to its end.

use axum::Router;
use http::StatusCode;
use inertia::{FormLimits, Inertia, InertiaForm, UploadedFile, Valid};
use serde_json::{Value, json};

use crate::{
    harness::{Ask, browser, live_all, script, visit, with},
    raw::{MULTIPART, multipart},
};

#[derive(InertiaForm)]
#[allow(dead_code, reason = "the handler does not run")]
struct Gallery {
    cover: Option<UploadedFile>,
    photos: Vec<UploadedFile>,
    title: String,
    rating: Option<u8>,
}

async fn accepts(form: Valid<Gallery>) -> String {
    format!("{}: {}", form.title, form.photos.len())
}

/// A file may have 5,000 bytes, a body 8,000, and 20,000 are read.
fn app() -> Router {
    limited(FormLimits::new().body(8_000).file(5_000).field(6_000).drain(20_000))
}

fn limited(limits: FormLimits) -> Router {
    with(Inertia::builder().form_limits(limits), accepts)
}

/// A form with files of these sizes, and after them a title and a rating, which is wrong when there is no title.
fn form(ask: Ask, files: &[(&str, usize)], title: &str) -> Ask {
    let heads: Vec<_> = files.iter().map(|(name, _)| format!("name=\"{name}\"; filename=\"f\"")).collect();
    let contents: Vec<_> = files.iter().map(|(_, size)| "x".repeat(*size)).collect();
    let files = heads.iter().zip(&contents).map(|(head, content)| (&**head, &**content));
    let rating = if title.is_empty() { "many" } else { "5" };
    let parts: Vec<_> = files.chain([("name=\"title\"", title), ("name=\"rating\"", rating)]).collect();
    ask.body(MULTIPART, multipart(&parts))
}

/// The files, the title, and the errors.
type Case<'a> = (&'a [(&'a str, usize)], &'a str, Value);

const TOO_LARGE: &str = "is too large: all together must not be larger than 8000 bytes";

#[tokio::test]
async fn a_file_that_makes_the_body_too_large_has_a_message_under_its_field() {
    let cases: [Case<'_>; 6] = [
        (&[("cover", 4_000), ("photos[]", 4_500)], "Doors", json!({"photos.0": [TOO_LARGE]})),
        // The texts are all read: what is right is not called missing, and what is wrong has its message, too.
        (
            &[("photos[]", 4_500), ("cover", 4_500)],
            "",
            json!({"cover": [TOO_LARGE], "rating": ["must be a number"]}),
        ),
        (
            &[("photos[]", 4_000), ("photos[]", 4_500), ("photos[]", 4_000)],
            "Doors",
            json!({"photos.1": [TOO_LARGE], "photos.2": [TOO_LARGE]}),
        ),
        // A file over its own limit says so, however large the body is.
        (&[("cover", 15_000)], "Doors", json!({"cover": ["must not be larger than 5000 bytes"]})),
        // A text is what made it too large; a smaller file would help.
        (&[("cover", 4_000)], &"x".repeat(5_000), json!({"cover": [TOO_LARGE]})),
        (&[("photos[]", 3_000), ("photos[]", 2_000)], &"x".repeat(5_000), json!({"photos": [TOO_LARGE]})),
    ];
    let app = app();
    for (files, title, errors) in cases {
        for ask in [browser(), visit()] {
            let answer = form(ask, files, title).send(&app).await;
            let went = (answer.status.as_u16(), answer.header("location"));
            assert_eq!(went, (302, "/form".to_owned()), "{files:?}: {}", answer.text());
            assert_eq!(answer.flashed_errors(&app, None).await, errors, "{files:?}");
        }
        for ask in [script(), live_all()] {
            let answer = form(ask, files, title).send(&app).await;
            assert_eq!(answer.status.as_u16(), 422, "{files:?}");
            assert_eq!(answer.json()["errors"], errors, "{files:?}");
        }
    }
}

#[tokio::test]
async fn a_body_within_its_limit_is_a_form_as_before() {
    let answer = form(script(), &[("cover", 3_000), ("photos[]", 4_000)], "Doors").send(&app()).await;
    assert_eq!((answer.status, answer.text()), (StatusCode::OK, "Doors: 1"));
}

#[tokio::test]
async fn a_body_that_is_too_large_to_be_read_or_has_no_file_gets_a_413() {
    let app = app();
    for ask in [visit(), browser(), script(), live_all()] {
        let answer = form(ask.clone(), &[("cover", 20_000)], "Doors").send(&app).await;
        assert_eq!(answer.status.as_u16(), 413, "no more than the second limit is read");
        let texts = ["name=\"title\"", "name=\"more\""].map(|head| (head, "x".repeat(5_000)));
        let texts: Vec<_> = texts.iter().map(|(head, text)| (*head, &**text)).collect();
        let answer = ask.clone().body(MULTIPART, multipart(&texts)).send(&app).await;
        assert_eq!(answer.status.as_u16(), 413, "no file, no field");
        let answer = ask.urlencoded(&format!("title={}", "x".repeat(8_000))).send(&app).await;
        assert_eq!(answer.status.as_u16(), 413, "urlencoded");
    }
    // While files are drained, no more text is kept than the limit.
    let texts =
        [("name=\"cover\"; filename=\"f\"", 9_000), ("name=\"title\"", 4_500), ("name=\"more\"", 4_500)]
            .map(|(head, size)| (head, "x".repeat(size)));
    let parts: Vec<_> = texts.iter().map(|(head, text)| (*head, &**text)).collect();
    let answer = script().body(MULTIPART, multipart(&parts)).send(&app).await;
    assert_eq!(answer.status.as_u16(), 413);
}

#[tokio::test]
async fn how_much_is_read_follows_the_limit_of_the_body_unless_it_is_set() {
    let send = async |limits: FormLimits, size| {
        let ask = form(script(), &[("cover", size)], "Doors");
        ask.send(&limited(limits)).await.status.as_u16()
    };
    let limits = FormLimits::new().body(1_000);
    assert_eq!(send(limits, 3_500).await, 422);
    assert_eq!(send(limits, 4_000).await, 413);
    assert_eq!(send(limits.drain(10_000), 9_000).await, 422);
    // Nothing is read on.
    for limits in [limits.drain(0), limits.drain(1_000)] {
        assert_eq!(send(limits, 500).await, 200);
        assert_eq!(send(limits, 1_000).await, 413);
    }
}

#[tokio::test]
async fn a_visitor_is_told_what_to_do_and_no_setting() {
    let limits = FormLimits::new().body(1_000).fields(3).depth(2);
    let deep = json!({"title": [[[]]]});
    let asks = |ask: Ask| {
        [
            (ask.clone().urlencoded(&format!("title={}", "x".repeat(1_000))), 413, "Choose smaller files"),
            (ask.clone().urlencoded("a=1&b=2&c=3&d=4"), 413, "Remove some of them"),
            (ask.clone().json(&deep), 400, "Reload the page"),
            (ask.body("text/csv", "a,b"), 415, "Reload the page"),
        ]
    };
    for (debug, ask) in
        [false, true].into_iter().flat_map(|debug| [visit(), script()].map(|ask| (debug, ask)))
    {
        let app = with(Inertia::builder().__debug(debug).form_limits(limits), accepts);
        for (ask, status, advice) in asks(ask) {
            let answer = ask.send(&app).await;
            assert_eq!(answer.status.as_u16(), status, "{}", answer.text());
            assert_eq!(answer.text().contains(advice), !debug, "{}", answer.text());
            assert_eq!(answer.text().contains('`'), debug, "{}", answer.text());
        }
    }
    // What the client of live validation expects of a 400 stays.
    let app = with(Inertia::builder().__debug(false).form_limits(limits), accepts);
    let answer = live_all().urlencoded("a=1&b=2&c=3&d=4").send(&app).await;
    assert_eq!((answer.status.as_u16(), answer.header("precognition")), (413, "true".to_owned()));
    assert!(!answer.text().contains('`'), "{}", answer.text());
}
