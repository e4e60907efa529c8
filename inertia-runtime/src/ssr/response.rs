//! The response of a renderer. Its status is not enough: the clients' server sends 200 for unknown paths, too.

use http::StatusCode;
use serde::Deserialize;

use crate::document::{PageScript, PageScriptError, Rendered, is_open};
use crate::ssr::failure::{FailureReport, SsrFailure, cut};

/// How many bytes of a malformed response are shown in the message.
const MAX_EXCERPT_BYTES: usize = 120;

/// A response that a renderer may send.
#[derive(Debug)]
pub(super) enum RendererResponse {
    Rendered {
        rendered: Rendered,
        /// The number of elements of the head that were left out, because they would have swallowed the rest of the document.
        left_out: usize,
    },
    /// Vite's dev server is still loading the modules.
    WarmingUp,
    /// The renderer works, but this page failed.
    Failed(Box<SsrFailure>),
}

/// The JSON of a renderer that is not a page.
#[derive(Deserialize)]
#[serde(untagged)]
enum OtherJson {
    Failure(FailureReport),
    Status { status: String },
    Nothing(()),
}

/// Reads a response. `root` is the id of the element that the client mounts into.
///
/// # Errors
///
/// If it is not a response that a renderer sends.
pub(super) fn read(
    status: StatusCode,
    bytes: &[u8],
    root: &str,
) -> Result<RendererResponse, Box<SsrFailure>> {
    // Most responses are pages, so this shape is tried first.
    if status == StatusCode::OK
        && let Ok(page) = serde_json::from_slice::<Page>(bytes)
    {
        return check_page(page, root);
    }
    match serde_json::from_slice::<OtherJson>(bytes) {
        Ok(OtherJson::Nothing(())) if status == StatusCode::OK => Ok(RendererResponse::WarmingUp),
        // Gateways respond with errors as well, but with another status and without `type`.
        Ok(OtherJson::Failure(report)) if status == StatusCode::INTERNAL_SERVER_ERROR => {
            Ok(RendererResponse::Failed(Box::new(report.into())))
        }
        Ok(OtherJson::Status { status }) if status == "NOT_FOUND" => Err(SsrFailure::new(
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

/// Checks that the body holds the page object. Without it the client could not start, and the page would not react.
fn check_page(page: Page, root: &str) -> Result<RendererResponse, Box<SsrFailure>> {
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
        // This may depend on the page, so it does not count as a failure of the renderer.
        Err(PageScriptError::Malformed) => {
            return Ok(RendererResponse::Failed(SsrFailure::new(
                "malformed",
                format!("the `<script data-page=\"{root}\">` of the rendered body does not hold JSON alone"),
                "return the body that `createInertiaApp` gives, which holds the page object",
            )));
        }
    };
    let elements = head.len();
    // Such an element would swallow the rest of the document. The client's `<Head>` adds it when it starts.
    head.retain(|element| !is_open(element));
    let left_out = elements - head.len();
    Ok(RendererResponse::Rendered { rendered: Rendered { head, body, page: script }, left_out })
}

fn malformed(status: StatusCode, bytes: &[u8]) -> Box<SsrFailure> {
    let start = bytes.get(..MAX_EXCERPT_BYTES * 4).unwrap_or(bytes);
    let excerpt = cut(String::from_utf8_lossy(start).trim().to_owned(), MAX_EXCERPT_BYTES);
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

    fn failure(status: StatusCode, response: &str) -> Box<SsrFailure> {
        match read(status, response.as_bytes(), "app") {
            Ok(RendererResponse::Failed(failure)) | Err(failure) => failure,
            Ok(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_page_has_a_head_of_strings_and_a_body() {
        let Ok(RendererResponse::Rendered { rendered: page, left_out: 0 }) = read(OK, PAGE.as_bytes(), "app")
        else {
            panic!("no page")
        };
        assert_eq!(page.head, ["<title>A</title>"]);
        assert!(page.body.ends_with("<div>x</div>"));
    }

    #[test]
    fn null_is_not_an_error() {
        assert!(matches!(read(OK, b"null", "app"), Ok(RendererResponse::WarmingUp)));
    }

    #[test]
    fn other_shapes_are_malformed_with_any_status() {
        for response in [
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
            assert_eq!(failure(OK, response).kind, "malformed", "{response}");
        }
        assert_eq!(failure(StatusCode::BAD_GATEWAY, PAGE).kind, "malformed");
        let gateway_error = r#"{"error":"upstream connect error"}"#;
        assert_eq!(failure(StatusCode::BAD_GATEWAY, gateway_error).kind, "malformed");
        assert_eq!(failure(StatusCode::INTERNAL_SERVER_ERROR, gateway_error).kind, "malformed");
        assert_eq!(failure(OK, r#"{"error":"no","type":"render"}"#).kind, "malformed");
        assert_eq!(failure(StatusCode::INTERNAL_SERVER_ERROR, "null").kind, "malformed");
    }

    #[test]
    fn html_hints_at_the_wrong_address() {
        let failure = failure(OK, "<!doctype html><html>");
        assert!(failure.hint.contains("`@inertiajs/vite`"), "{failure}");
    }

    #[test]
    fn an_unknown_path_is_reported_although_the_status_is_200() {
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
        let Ok(RendererResponse::Failed(failure)) = read(OK, page.as_bytes(), "app") else {
            panic!("a failure")
        };
        assert!(failure.message.contains("does not hold JSON alone"), "{failure}");
    }

    #[test]
    fn a_failure_has_the_message_of_the_renderer() {
        let response = r#"{"error":"window is not defined","type":"browser-api","hint":"Wrap it.","timestamp":"2026",
            "component":"Event/Index","url":"/events","browserApi":"window","stack":"Error\n at x","sourceLocation":"a.tsx:1:2"}"#;
        let failure = failure(StatusCode::INTERNAL_SERVER_ERROR, response).of_page("Other", "/other");
        assert_eq!(
            failure.to_string(),
            "page `Event/Index` is rendered on the client, not on the server (browser-api): window is not defined, at a.tsx:1:2; Wrap it."
        );
        assert_eq!(failure.url, "/events");
        assert_eq!(failure.browser_api.as_deref(), Some("window"));
        assert_eq!(failure.stack.as_deref(), Some("Error\n at x"));
    }

    #[test]
    fn long_messages_are_cut() {
        let response =
            serde_json::json!({ "error": "é".repeat(9999), "type": "unknown", "stack": "x".repeat(99_999) })
                .to_string();
        let failure = failure(StatusCode::INTERNAL_SERVER_ERROR, &response);
        assert!(failure.message.len() < 2100, "{}", failure.message.len());
        assert!(failure.stack.is_some_and(|stack| stack.len() < 8300));
        assert_eq!(failure.kind, "unknown");
    }
}
