//! The document that shows developers the reason of a failure, in debug builds.

use axum::{body::Body, response::Response};
use http::{HeaderValue, header::CONTENT_TYPE};

use crate::app::error_page::{RequestSnapshot, is_plain};
use crate::{
    document::attribute::escape,
    error::report::Reason,
    protocol::{accept::Accepts, headers},
    request::context::RequestContext,
    response::csp::CspNonce,
};

const STYLE: &str = "\
:root{color-scheme:light dark;font:1rem/1.5 system-ui,sans-serif}\
body{margin:0 auto;max-width:48rem;padding:clamp(1.5rem,6vw,5rem) 1.5rem}\
h1{font-size:1.5rem;line-height:1.3;margin:.5rem 0 1.5rem;overflow-wrap:anywhere}\
ol{border-left:3px solid #d0342c;list-style:none;margin:0 0 2rem;padding:0 0 0 1rem}\
li{margin:.5rem 0;overflow-wrap:anywhere;white-space:pre-wrap}\
code{font-family:ui-monospace,monospace;font-size:.9em}\
p{margin:0}\
.status{font-weight:600}\
.note{font-size:.875rem;opacity:.75}";

/// Replaces a plain response by a document with its reason, in debug builds, if the request accepts a document.
pub(crate) fn explain(response: &mut Response, context: &RequestContext, snapshot: Option<&RequestSnapshot>) {
    let wants_document = context.headers().accepts == Accepts::Document && !context.headers().precognitive;
    if !context.settings().debug || !wants_document || !is_plain(response) {
        return;
    }
    let Some(reason) = response.extensions().get::<Reason>() else { return };
    let of_middleware =
        response.extensions().get().or_else(|| snapshot?.nonce()).map(|CspNonce(nonce)| &**nonce);
    let nonce = context.nonce().or(of_middleware);
    let document = document(response, reason, context, nonce);
    headers::drop_content(response.headers_mut());
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    *response.body_mut() = Body::from(document);
}

fn document(response: &Response, reason: &Reason, context: &RequestContext, nonce: Option<&str>) -> String {
    let status = response.status();
    let nonce = nonce.map(|nonce| format!(" nonce=\"{}\"", escape(nonce))).unwrap_or_default();
    let (what, causes) = reason.steps().split_first().map_or(("", &[][..]), |(what, causes)| (what, causes));
    let causes: Vec<String> = causes.iter().map(|cause| marked_up(cause)).collect();
    let causes = if causes.is_empty() {
        String::new()
    } else {
        format!("<ol><li>{}</li></ol>", causes.join("</li><li>"))
    };
    let kind = if context.headers().inertia { "as an Inertia visit" } else { "as a document" };
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{status}</title><style{nonce}>{STYLE}</style></head><body><main>\
         <p class=\"status\">{status}</p><h1>{what}</h1>{causes}\
         <p><code>{method} {path}</code>, {kind}</p>\
         <p class=\"note\">A debug build says why. A release build answers “{status}”, or with the page of \
         <code>.error_page(..)</code>; the log has it all.</p>\
         </main></body></html>",
        what = marked_up(what),
        method = escape(context.method().as_str()),
        path = escape(context.path_and_query()),
    )
}

/// Escaped HTML, in which text between backticks is code.
fn marked_up(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + 32);
    for (place, part) in text.split('`').enumerate() {
        match (place, place % 2) {
            (0, _) => {}
            (_, 1) => html.push_str("<code>"),
            _ => html.push_str("</code>"),
        }
        html.push_str(&escape(part));
    }
    if text.matches('`').count() % 2 == 1 {
        html.push_str("</code>");
    }
    html
}

#[cfg(test)]
mod tests {
    use super::marked_up;

    #[test]
    fn a_reason_is_text_and_names_are_code() {
        assert_eq!(
            marked_up("page `A<b>`: prop `c` failed: <script>alert('x')</script>"),
            "page <code>A&lt;b&gt;</code>: prop <code>c</code> failed: &lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"
        );
        assert_eq!(marked_up("an open ` one"), "an open <code> one</code>");
    }
}
