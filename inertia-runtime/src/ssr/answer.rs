//! What a renderer has answered. A 200 alone says nothing: that is also its answer to a path it does not know.

use http::StatusCode;
use serde::Deserialize;

use super::failure::{Reported, SsrFailure, cut};
use crate::root::{PageScript, PageScriptError, Rendered, is_open};

/// So many bytes of an answer are shown when it makes no sense.
const EXCERPT: usize = 120;

/// What was answered, if it makes sense.
#[derive(Debug)]
pub(super) enum Answer {
    Rendered {
        rendered: Rendered,
        /// Elements of the head that were left out, because they would have swallowed the rest of the document.
        left_out: usize,
    },
    /// Vite's dev server still loads the modules.
    WarmingUp,
    /// The renderer works, this page does not.
    Failed(Box<SsrFailure>),
}

/// What a renderer is known to say, but for pages.
#[derive(Deserialize)]
#[serde(untagged)]
enum Said {
    Failure(Reported),
    Status { status: String },
    Nothing(()),
}

/// Reads an answer. `root` is the id of the element that the client mounts into.
///
/// # Errors
///
/// When it is none that a renderer gives.
pub(super) fn read(status: StatusCode, bytes: &[u8], root: &str) -> Result<Answer, Box<SsrFailure>> {
    // Most answers are pages, and those are read without looking twice.
    if status == StatusCode::OK
        && let Ok(page) = serde_json::from_slice::<Page>(bytes)
    {
        return mounted(page, root);
    }
    match serde_json::from_slice::<Said>(bytes) {
        Ok(Said::Nothing(())) if status == StatusCode::OK => Ok(Answer::WarmingUp),
        // A gateway has errors as well, but with another status, and of no type.
        Ok(Said::Failure(reported)) if status == StatusCode::INTERNAL_SERVER_ERROR => {
            Ok(Answer::Failed(Box::new(reported.into())))
        }
        Ok(Said::Status { status }) if status == "NOT_FOUND" => Err(SsrFailure::new(
            "not-found",
            "the renderer does not know the path that it was asked for",
            "it renders at `/render`; write `Ssr::url(\"http://127.0.0.1:13714\")` without another path",
        )),
        _ => Err(malformed(status, bytes)),
    }
}

#[derive(Deserialize)]
struct Page {
    head: Vec<String>,
    body: String,
}

/// The client starts from the page object in the body; without it the visitor would look at a dead page.
fn mounted(page: Page, root: &str) -> Result<Answer, Box<SsrFailure>> {
    let Page { mut head, body } = page;
    let script = match PageScript::find(&body, root) {
        Ok(script) => script,
        Err(PageScriptError::Missing) => {
            return Err(SsrFailure::new(
                "malformed",
                format!("the rendered body has no `<script data-page=\"{root}\" type=\"application/json\">`"),
                format!(
                    "the id in `createInertiaApp({{ id }})` and in `Inertia::builder().root_id({root:?})` must be the same, and the \
                     client one of version 3"
                ),
            ));
        }
        // That may depend on the page, so other pages are still rendered.
        Err(PageScriptError::Malformed) => {
            return Ok(Answer::Failed(SsrFailure::new(
                "malformed",
                format!("the `<script data-page=\"{root}\">` of the rendered body does not hold JSON alone"),
                "return the body that `createInertiaApp` gives, which holds the page object",
            )));
        }
    };
    let elements = head.len();
    // The client adds them again: its `<Head>` does so when it starts.
    head.retain(|element| !is_open(element));
    let left_out = elements - head.len();
    Ok(Answer::Rendered { rendered: Rendered { head, body, page: script }, left_out })
}

fn malformed(status: StatusCode, bytes: &[u8]) -> Box<SsrFailure> {
    let start = bytes.get(..EXCERPT * 4).unwrap_or(bytes);
    let excerpt = cut(String::from_utf8_lossy(start).trim().to_owned(), EXCERPT);
    let hint = if excerpt.starts_with('<') {
        "this is HTML: no renderer listens at this address, or Vite's dev server runs without the plugin `@inertiajs/vite`"
    } else {
        "a renderer answers `{\"head\": [..], \"body\": \"..\"}`; return what `createInertiaApp` gives"
    };
    SsrFailure::new("malformed", format!("the renderer answered {} with {excerpt:?}", status.as_u16()), hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OK: StatusCode = StatusCode::OK;
    const PAGE: &str = r#"{"head":["<title>A</title>"],"body":"<script data-page=\"app\" type=\"application/json\">{}</script><div>x</div>"}"#;

    fn failure(status: StatusCode, answer: &str) -> Box<SsrFailure> {
        match read(status, answer.as_bytes(), "app") {
            Ok(Answer::Failed(failure)) | Err(failure) => failure,
            Ok(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_page_has_a_head_of_strings_and_a_body() {
        let Ok(Answer::Rendered { rendered: page, left_out: 0 }) = read(OK, PAGE.as_bytes(), "app") else {
            panic!("no page")
        };
        assert_eq!(page.head, ["<title>A</title>"]);
        assert!(page.body.ends_with("<div>x</div>"));
    }

    #[test]
    fn null_is_no_error() {
        assert!(matches!(read(OK, b"null", "app"), Ok(Answer::WarmingUp)));
    }

    #[test]
    fn what_has_another_shape_is_malformed_whatever_its_status() {
        for answer in [
            "",
            "{}",
            "[]",
            "true",
            r#"{"head":"<title>","body":""}"#,
            r#"{"head":[1],"body":""}"#,
            r#"{"head":[]}"#,
            r#"{"head":[],"body":null}"#,
            "\u{0}\u{1}garbage",
        ] {
            assert_eq!(failure(OK, answer).kind, "malformed", "{answer}");
        }
        assert_eq!(failure(StatusCode::BAD_GATEWAY, PAGE).kind, "malformed");
        let of_gateway = r#"{"error":"upstream connect error"}"#;
        assert_eq!(failure(StatusCode::BAD_GATEWAY, of_gateway).kind, "malformed");
        assert_eq!(failure(StatusCode::INTERNAL_SERVER_ERROR, of_gateway).kind, "malformed");
        assert_eq!(failure(OK, r#"{"error":"no","type":"render"}"#).kind, "malformed");
        assert_eq!(failure(StatusCode::INTERNAL_SERVER_ERROR, "null").kind, "malformed");
    }

    #[test]
    fn html_hints_at_the_wrong_address() {
        let failure = failure(OK, "<!doctype html><html>");
        assert!(failure.hint.contains("`@inertiajs/vite`"), "{failure}");
    }

    #[test]
    fn an_unknown_path_is_named_although_the_status_is_200() {
        let failure = failure(OK, r#"{"status":"NOT_FOUND","timestamp":1}"#);
        assert_eq!(failure.kind, "not-found");
        assert!(failure.hint.contains("Ssr::url("), "{failure}");
    }

    #[test]
    fn a_body_without_the_page_object_names_both_ids() {
        let page = PAGE.replace(r#"data-page=\"app\""#, r#"data-page=\"root\""#);
        let failure = failure(OK, &page);
        assert!(failure.hint.contains("root_id(\"app\")"), "{failure}");
    }

    #[test]
    fn a_page_object_that_is_not_json_is_a_failure_of_its_page_alone() {
        let page = PAGE.replace(">{}</script>", ">{}; x</script>");
        let Ok(Answer::Failed(failure)) = read(OK, page.as_bytes(), "app") else { panic!("a failure") };
        assert!(failure.message.contains("does not hold JSON alone"), "{failure}");
    }

    #[test]
    fn a_failure_is_told_in_the_renderers_words() {
        let answer = r#"{"error":"window is not defined","type":"browser-api","hint":"Wrap it.","timestamp":"2026",
            "component":"Event/Index","url":"/events","browserApi":"window","stack":"Error\n at x","sourceLocation":"a.tsx:1:2"}"#;
        let failure = failure(StatusCode::INTERNAL_SERVER_ERROR, answer).of("Other", "/other");
        assert_eq!(
            failure.to_string(),
            "page `Event/Index` is rendered on the client, not on the server (browser-api): window is not defined, at a.tsx:1:2; Wrap it."
        );
        assert_eq!(failure.url, "/events");
        assert_eq!(failure.browser_api.as_deref(), Some("window"));
        assert_eq!(failure.stack.as_deref(), Some("Error\n at x"));
    }

    #[test]
    fn of_a_long_story_the_beginning_is_kept() {
        let answer =
            serde_json::json!({ "error": "é".repeat(9999), "type": "unknown", "stack": "x".repeat(99_999) })
                .to_string();
        let failure = failure(StatusCode::INTERNAL_SERVER_ERROR, &answer);
        assert!(failure.message.len() < 2100, "{}", failure.message.len());
        assert!(failure.stack.is_some_and(|stack| stack.len() < 8300));
        assert_eq!(failure.kind, "unknown");
    }
}
