//! The security headers of pages.

use axum::{
    Json, Router,
    response::{Html, Redirect},
    routing::get,
};
use http::header::{CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS};
use inertia::{Builder, Inertia, InertiaProps as _, Page, SecurityHeaders};

use crate::harness::{Answer, Ask, Nothing, browse, partial, visit};

fn app(builder: Builder<()>) -> Router {
    #[inertia::page("Event/Index")]
    async fn own_page() -> Page<Nothing> {
        Nothing {}.page().header("referrer-policy", "no-referrer").header("x-frame-options", "DENY")
    }
    let own = [(X_CONTENT_TYPE_OPTIONS, "own"), (REFERRER_POLICY, "origin"), (X_FRAME_OPTIONS, "DENY")];
    let framed = |policy| async move || ([(CONTENT_SECURITY_POLICY, policy)], Html("framed"));
    Router::new()
        .route("/", get(inertia::static_page("About")))
        .route("/html", get(async || Html("html")))
        .route("/own", get(async move || (own, Html("own"))))
        .route("/own-page", get(own_page))
        .route("/framed", get(framed("default-src 'self';Frame-Ancestors https://partner.test")))
        .route("/framed-later", get(framed("default-src 'self', frame-ancestors 'none'")))
        .route("/unframed", get(framed("default-src frame-ancestors; x-frame-ancestors 'self'")))
        .route("/json", get(async || Json(1)))
        .route("/text", get(async || "text"))
        .route("/away", get(async || Redirect::to("/")))
        .layer(builder.build().unwrap().layer())
}

/// The three headers, each with all its lines.
async fn headers(app: &Router, ask: Ask) -> [Option<String>; 3] {
    let answer: Answer = ask.send(app).await;
    ["x-content-type-options", "referrer-policy", "x-frame-options"].map(|name| answer.header(name))
}

fn expected(nosniff: &str, referrer: &str, frame: &str) -> [Option<String>; 3] {
    [nosniff, referrer, frame].map(|value| (!value.is_empty()).then(|| value.to_owned()))
}

const POLICY: &str = "strict-origin-when-cross-origin";

#[tokio::test]
async fn documents_have_all_three_and_pages_for_the_client_two() {
    let app = app(Inertia::builder());
    for path in ["/", "/html"] {
        let document = headers(&app, browse().at(path)).await;
        assert_eq!(document, expected("nosniff", POLICY, "SAMEORIGIN"), "{path}");
    }
    for ask in [visit(), partial()] {
        assert_eq!(headers(&app, ask).await, expected("nosniff", POLICY, ""));
    }
    for path in ["/json", "/text", "/away", "/nowhere"] {
        assert_eq!(headers(&app, browse().at(path)).await, expected("", "", ""), "{path}");
    }
}

#[tokio::test]
async fn a_policy_with_frame_ancestors_replaces_the_frame_options() {
    let of_handlers = app(Inertia::builder());
    for (path, frame) in [("/framed", ""), ("/framed-later", ""), ("/unframed", "SAMEORIGIN")] {
        let document = headers(&of_handlers, browse().at(path)).await;
        assert_eq!(document, expected("nosniff", POLICY, frame), "{path}");
    }
    let policies = [("default-src 'self'; frame-ancestors 'none'", ""), ("default-src 'self'", "SAMEORIGIN")];
    for (policy, frame) in policies {
        let app = app(Inertia::builder().content_security_policy(policy));
        assert_eq!(headers(&app, browse()).await, expected("nosniff", POLICY, frame), "{policy}");
    }
}

#[tokio::test]
async fn what_a_handler_sets_stays_and_is_sent_once() {
    let app = app(Inertia::builder());
    assert_eq!(headers(&app, browse().at("/own")).await, expected("own", "origin", "DENY"));
    assert_eq!(headers(&app, browse().at("/own-page")).await, expected("nosniff", "no-referrer", "DENY"));
    // Also with the layer around itself.
    let twice = app.layer(Inertia::builder().build().unwrap().layer());
    assert_eq!(headers(&twice, browse()).await, expected("nosniff", POLICY, "SAMEORIGIN"));
}

#[tokio::test]
async fn each_can_be_replaced_and_removed() {
    let replaced = SecurityHeaders::new().referrer_policy(Some("same-origin")).frame_options(Some("DENY"));
    for (settings, document) in [
        (replaced, expected("nosniff", "same-origin", "DENY")),
        (SecurityHeaders::new().nosniff(false), expected("", POLICY, "SAMEORIGIN")),
        (SecurityHeaders::new().referrer_policy(None), expected("nosniff", "", "SAMEORIGIN")),
        (SecurityHeaders::new().frame_options(None), expected("nosniff", POLICY, "")),
        (SecurityHeaders::none(), expected("", "", "")),
    ] {
        let app = app(Inertia::builder().security_headers(settings.clone()));
        assert_eq!(headers(&app, browse()).await, document, "{settings:?}");
    }
}

#[tokio::test]
async fn an_error_page_has_them_once() {
    let builder = Inertia::builder().error_page(inertia::static_page("Error"));
    let document = headers(&app(builder), browse().at("/nowhere").header("accept", "text/html")).await;
    assert_eq!(document, expected("nosniff", POLICY, "SAMEORIGIN"));
}

#[cfg(debug_assertions)]
#[tokio::test]
async fn the_document_of_a_failure_has_them() {
    let app = Router::new()
        .route("/", get(async || inertia::Error::new("no such table")))
        .layer(Inertia::builder().build().unwrap().layer());
    let document = headers(&app, browse().header("accept", "text/html")).await;
    assert_eq!(document, expected("nosniff", POLICY, "SAMEORIGIN"));
}

#[test]
fn what_no_header_can_carry_is_an_error_that_names_the_setting() {
    for (headers, setting) in [
        (SecurityHeaders::new().frame_options(Some("DENY\r\nx: y")), "`SecurityHeaders::frame_options("),
        (SecurityHeaders::new().referrer_policy(Some(" ")), "`SecurityHeaders::referrer_policy("),
    ] {
        let error = Inertia::builder().security_headers(headers).build().unwrap_err().to_string();
        assert!(error.starts_with(setting), "{error}");
    }
}
