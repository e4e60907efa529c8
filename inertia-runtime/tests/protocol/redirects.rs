//! Redirects as an Inertia visit can follow them.

use axum::{
    Router,
    response::{IntoResponse, Response},
    routing::any,
};
use http::{HeaderValue, Method, StatusCode, header::LOCATION};
use inertia::{Builder, Inertia, Redirect};

use crate::harness::{Answer, Ask, app, browse, visit};

const METHODS: [Method; 5] = [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];

/// An application whose `/form/edit` answers with a redirect that does not come from us.
fn foreign(builder: Builder<()>, status: u16, to: &'static str) -> Router {
    let answer = move || async move {
        let content = [("content-type", "text/html"), ("content-language", "en"), ("set-cookie", "a=b")];
        let own = [("x-own", "1")];
        (StatusCode::from_u16(status).unwrap(), [(LOCATION, to)], content, own, "<a>moved</a>")
            .into_response()
    };
    let inertia = builder.build().unwrap();
    Router::new().route("/form/edit", any(answer)).layer(inertia.layer())
}

fn edit(ask: Ask, method: &Method) -> Ask {
    ask.method(method.clone()).at("/form/edit?a=b").header("host", "app.test")
}

/// The answer is the handler's own but for its status.
#[track_caller]
fn redirected(answer: &Answer, status: u16, to: &str) {
    assert_eq!((answer.status.as_u16(), answer.header("location").as_deref()), (status, Some(to)));
    assert_eq!(answer.header("x-inertia-location"), None);
    assert_eq!(answer.header("x-inertia-redirect"), None);
    assert_eq!(answer.header("set-cookie").as_deref(), Some("a=b"));
}

/// The answer is a 409 that has nothing of the handler's but cookies and headers of its own.
#[track_caller]
fn converted(answer: &Answer, header: &str, to: &str) {
    assert_eq!((answer.status.as_u16(), answer.header(header).as_deref()), (409, Some(to)));
    assert_eq!(answer.header("set-cookie").as_deref(), Some("a=b"));
    assert_eq!(answer.header("x-own").as_deref(), Some("1"));
    let mut names = ["set-cookie", "vary", header, "x-own"];
    names.sort_unstable();
    assert_eq!(answer.header_names(), names);
    assert_eq!(answer.body, "");
}

#[tokio::test]
async fn a_301_or_302_after_put_patch_and_delete_becomes_a_303() {
    for status in [301, 302] {
        let app = foreign(Inertia::builder(), status, "/events");
        for method in METHODS {
            let becomes = if [Method::GET, Method::POST].contains(&method) { status } else { 303 };
            redirected(&edit(visit(), &method).send(&app).await, becomes, "/events");
            redirected(&edit(browse(), &method).send(&app).await, status, "/events");
        }
    }
}

#[tokio::test]
async fn other_redirects_to_our_own_pages_keep_their_status() {
    for status in [303, 307, 308] {
        let app = foreign(Inertia::builder(), status, "/events");
        for method in METHODS {
            redirected(&edit(visit(), &method).send(&app).await, status, "/events");
        }
    }
}

#[tokio::test]
async fn a_status_that_is_no_redirect_is_left_alone() {
    for status in [200, 201, 300, 304, 305, 404] {
        let app = foreign(Inertia::builder(), status, "https://other.test/x#y");
        let answer = edit(visit(), &Method::PUT).send(&app).await;
        redirected(&answer, status, "https://other.test/x#y");
    }
}

#[tokio::test]
async fn a_redirect_to_another_origin_becomes_a_location_visit() {
    for status in [301, 302, 303] {
        for to in
            ["https://other.test/x?y#z", "http://app.test:8080/", "//other.test/x", "https://app.test:8443"]
        {
            let app = foreign(Inertia::builder(), status, to);
            for method in METHODS {
                converted(&edit(visit(), &method).send(&app).await, "x-inertia-location", to);
            }
            redirected(&edit(browse(), &Method::GET).send(&app).await, status, to);
        }
    }
}

#[tokio::test]
async fn a_redirect_to_another_origin_is_converted_for_a_prefetch_too() {
    let app = foreign(Inertia::builder(), 302, "https://other.test/x#y");
    let ask = edit(visit(), &Method::GET).header("purpose", "prefetch");
    converted(&ask.send(&app).await, "x-inertia-location", "https://other.test/x#y");
}

#[tokio::test]
async fn only_http_and_https_count_as_another_origin() {
    for to in ["mailto:ann@app.test", "javascript:alert(1)", "ftp://other.test/x", "data:text/html,x#y"] {
        let app = foreign(Inertia::builder(), 303, to);
        redirected(&edit(visit(), &Method::GET).send(&app).await, 303, to);
        let app = foreign(Inertia::builder(), 302, to);
        redirected(&edit(visit(), &Method::PUT).send(&app).await, 303, to);
    }
}

#[tokio::test]
async fn a_target_that_cannot_be_resolved_is_a_redirect_as_any() {
    let app = foreign(Inertia::builder(), 302, "http://[");
    redirected(&edit(visit(), &Method::PUT).send(&app).await, 303, "http://[");
    redirected(&edit(visit(), &Method::GET).send(&app).await, 302, "http://[");
    // Nor is a request without a host, or with one that is none.
    for host in ["", "[", "a b"] {
        let app = foreign(Inertia::builder(), 302, "/events");
        let ask = visit().method(Method::PUT).at("/form/edit").header("host", host);
        redirected(&ask.send(&app).await, 303, "/events");
    }
}

#[tokio::test]
async fn a_relative_target_is_our_own_wherever_the_application_is_published() {
    let forwarded =
        |ask: Ask| ask.header("x-forwarded-host", "public.test").header("x-forwarded-proto", "https");
    for builder in [
        Inertia::builder().public_url("https://public.test"),
        Inertia::builder().public_url("https://public.test/base").trust_forwarded_headers(true),
        Inertia::builder().trust_forwarded_headers(true),
    ] {
        let app = foreign(builder, 302, "/events");
        redirected(&forwarded(edit(visit(), &Method::PUT)).send(&app).await, 303, "/events");
        redirected(&forwarded(edit(visit(), &Method::GET)).send(&app).await, 302, "/events");
    }
}

#[tokio::test]
async fn a_fragment_in_the_target_becomes_a_visit_of_the_clients_own() {
    for status in [301, 302, 303] {
        for (to, becomes) in [
            ("/events?page=2#row", "/events?page=2#row"),
            ("http://app.test/events#row", "/events#row"),
            ("https://app.test/events#row", "/events#row"),
        ] {
            let app = foreign(Inertia::builder(), status, to);
            for method in METHODS {
                converted(&edit(visit(), &method).send(&app).await, "x-inertia-redirect", becomes);
            }
            redirected(&edit(browse(), &Method::PUT).send(&app).await, status, to);
        }
    }
}

#[tokio::test]
async fn a_fragment_is_left_alone_on_a_prefetch() {
    for (name, value) in [("purpose", "prefetch"), ("sec-purpose", "prefetch;prerender")] {
        let app = foreign(Inertia::builder(), 302, "/events#row");
        let answer = edit(visit(), &Method::GET).header(name, value).send(&app).await;
        redirected(&answer, 302, "/events#row");
    }
}

#[tokio::test]
async fn a_relative_target_is_resolved_against_the_requests_url() {
    for (to, becomes) in [
        ("done#row", "/form/done#row"),
        ("../done#row", "/done#row"),
        ("?page=2#row", "/form/edit?page=2#row"),
        ("#row", "/form/edit?a=b#row"),
    ] {
        let app = foreign(Inertia::builder(), 303, to);
        converted(&edit(visit(), &Method::POST).send(&app).await, "x-inertia-redirect", becomes);
    }
    let app = foreign(Inertia::builder(), 302, "done");
    redirected(&edit(visit(), &Method::PUT).send(&app).await, 303, "done");
}

#[tokio::test]
async fn characters_outside_ascii_in_a_foreign_target_are_percent_encoded() {
    for bytes in [&b"https://other.test/caf\xc3\xa9"[..], b"https://other.test/caf\xe9"] {
        let location = HeaderValue::from_bytes(bytes).unwrap();
        let app = app(move || async move { (StatusCode::FOUND, [(LOCATION, location)]) });
        let answer = visit().send(&app).await;
        let header = answer.header("x-inertia-location");
        assert_eq!((answer.status.as_u16(), header.as_deref()), (409, Some("https://other.test/caf%C3%A9")));
    }
    let location = HeaderValue::from_bytes(b"/caf\xe9#a b").unwrap();
    let app = app(move || async move { (StatusCode::FOUND, [(LOCATION, location)]) });
    let answer = visit().send(&app).await;
    assert_eq!(answer.header("x-inertia-redirect").as_deref(), Some("/caf%C3%A9#a%20b"));
}

#[tokio::test]
async fn a_307_or_308_is_converted_for_get_only() {
    for status in [307, 308] {
        for (to, header) in
            [("https://other.test/x", "x-inertia-location"), ("/events#row", "x-inertia-redirect")]
        {
            let app = foreign(Inertia::builder(), status, to);
            converted(&edit(visit(), &Method::GET).send(&app).await, header, to);
            for method in METHODS.into_iter().skip(1) {
                redirected(&edit(visit(), &method).send(&app).await, status, to);
            }
        }
    }
}

#[tokio::test]
async fn a_redirect_without_a_location_is_left_alone() {
    let answer = visit().method(Method::PUT).send(&app(|| async { StatusCode::FOUND })).await;
    assert_eq!((answer.status.as_u16(), answer.header_names()), (302, vec!["vary"]));
}

#[tokio::test]
async fn the_public_origin_is_our_own() {
    let builder = || Inertia::builder().public_url("https://public.test/base");
    let app = foreign(builder(), 302, "https://public.test/base/events");
    redirected(&edit(visit(), &Method::PUT).send(&app).await, 303, "https://public.test/base/events");
    let app = foreign(builder(), 302, "https://public.test/base/events#row");
    converted(&edit(visit(), &Method::PUT).send(&app).await, "x-inertia-redirect", "/base/events#row");
    let app = foreign(builder(), 302, "done#row");
    converted(&edit(visit(), &Method::PUT).send(&app).await, "x-inertia-redirect", "/base/form/done#row");
    let app = foreign(builder(), 302, "http://public.test/base/events");
    converted(
        &edit(visit(), &Method::PUT).send(&app).await,
        "x-inertia-location",
        "http://public.test/base/events",
    );
}

#[tokio::test]
async fn a_forwarded_host_is_our_own_when_it_is_trusted() {
    let ask = || {
        edit(visit(), &Method::PUT)
            .header("x-forwarded-host", "public.test")
            .header("x-forwarded-proto", "https")
    };
    let to = "https://public.test/events";
    let trusting = foreign(Inertia::builder().trust_forwarded_headers(true), 302, to);
    redirected(&ask().send(&trusting).await, 303, to);
    converted(&ask().send(&foreign(Inertia::builder(), 302, to)).await, "x-inertia-location", to);
}

#[tokio::test]
async fn redirect_to_answers_302_and_is_finished_by_the_layer() {
    let app = app(|| async { Redirect::to("/events") });
    for (ask, status) in [
        (browse(), 302),
        (browse().method(Method::PUT), 302),
        (visit(), 302),
        (visit().method(Method::POST), 302),
        (visit().method(Method::PUT), 303),
        (visit().method(Method::DELETE), 303),
    ] {
        let answer = ask.send(&app).await;
        assert_eq!((answer.status.as_u16(), answer.header("location").as_deref()), (status, Some("/events")));
    }
    let own = crate::harness::app(|| async { Redirect::to("/events").status(StatusCode::SEE_OTHER) });
    assert_eq!(visit().method(Method::POST).send(&own).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_redirect_may_be_an_error_type_of_a_page() {
    #[derive(inertia::InertiaProps)]
    struct Nothing {}
    #[inertia::page("Event/Index")]
    async fn guarded() -> Result<Nothing, Redirect> {
        Err(Redirect::to("/login#form"))
    }
    let answer = visit().send(&app(guarded)).await;
    assert_eq!(
        (answer.status.as_u16(), answer.header("x-inertia-redirect").as_deref()),
        (409, Some("/login#form"))
    );
}

#[tokio::test]
async fn location_leaves_the_application_by_409_without_a_version_or_by_302() {
    for to in ["https://other.test/x#y", "/legacy"] {
        let inertia = Inertia::builder().version("v1").build().unwrap();
        let app = Router::new().route("/", any(move || async move { inertia::location(to) }));
        let app = app.layer(inertia.layer());
        for method in METHODS {
            let ask = visit().header("x-inertia-version", "v1").method(method.clone());
            let answer = ask.send(&app).await;
            assert_eq!(
                (answer.status.as_u16(), answer.header("x-inertia-location").as_deref()),
                (409, Some(to))
            );
            assert_eq!((answer.header("x-inertia-version"), answer.header("x-inertia")), (None, None));
            assert_eq!((answer.header("location"), answer.body.as_str()), (None, ""));
            let answer = browse().method(method).send(&app).await;
            assert_eq!((answer.status.as_u16(), answer.header("location").as_deref()), (302, Some(to)));
        }
    }
}

#[tokio::test]
async fn a_location_that_the_browser_would_run_is_refused() {
    for to in [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " javascript:alert(1)",
        "\u{1}javascript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
    ] {
        let app = app(move || async move { inertia::location(to) });
        for ask in [visit(), browse(), visit().method(Method::POST)] {
            let answer = ask.send(&app).await;
            assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{to:?}");
            assert_eq!((answer.header("location"), answer.header("x-inertia-location")), (None, None));
            assert!(
                !cfg!(debug_assertions) || answer.body.contains("`inertia::location(..)`"),
                "{}",
                answer.body
            );
        }
    }
}

#[tokio::test]
async fn redirect_client_makes_the_client_visit_a_url_by_409_or_redirects_by_302() {
    let app = app(|| async { Redirect::client("/events?page=2#row") });
    for method in METHODS {
        let answer = visit().method(method.clone()).send(&app).await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("x-inertia-redirect").as_deref()),
            (409, Some("/events?page=2#row"))
        );
        assert_eq!((answer.header("location"), answer.header("x-inertia")), (None, None));
        let answer = browse().method(method).send(&app).await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("location").as_deref()),
            (302, Some("/events?page=2#row"))
        );
    }
}

#[tokio::test]
async fn redirect_client_never_makes_the_client_ask_another_origin() {
    for to in ["https://other.test/x#y", "//other.test/x", "/\\other.test/x", "http://app.test:81/"] {
        let app = app(move || async move { Redirect::client(to) });
        let answer = visit().header("host", "app.test").send(&app).await;
        assert_eq!((answer.status.as_u16(), answer.header("x-inertia-redirect")), (409, None), "{to}");
        assert_eq!(answer.header("x-inertia-location").as_deref(), Some(to));
    }
    let app = app(|| async { Redirect::client("http://app.test/x") });
    let answer = visit().header("host", "app.test").send(&app).await;
    assert_eq!(answer.header("x-inertia-redirect").as_deref(), Some("http://app.test/x"));
}

type Call = fn(String) -> Redirect;

const CALLS: [(&str, Call); 4] = [
    ("Redirect::to", |url| Redirect::to(url)),
    ("Redirect::back_or", |url| Redirect::back_or(url)),
    ("Redirect::client", |url| Redirect::client(url)),
    ("inertia::location", |url| inertia::location(url)),
];

#[tokio::test]
async fn spaces_and_characters_outside_ascii_in_urls_are_percent_encoded() {
    for (_, call) in CALLS {
        let app = app(move || async move { call("/caf\u{e9} bar?q=\u{2028}%20".to_owned()) });
        let answer = browse().send(&app).await;
        assert_eq!(answer.header("location").as_deref(), Some("/caf%C3%A9%20bar?q=%E2%80%A8%20"));
    }
}

#[tokio::test]
async fn a_control_character_in_a_url_is_a_500_that_names_the_call_and_sends_nothing() {
    for (name, call) in CALLS {
        for url in ["/a\r\nset-cookie: a=b", "/a\nb", "/a\0", "/a\u{7f}"] {
            let app = app(move || async move { call(url.to_owned()) });
            for ask in [browse(), visit()] {
                let answer = ask.send(&app).await;
                assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
                assert_eq!(answer.header("set-cookie"), None);
                assert_eq!(answer.header("location"), None);
                assert!(!cfg!(debug_assertions) || answer.body.contains(&format!("`{name}(..)`")));
            }
        }
    }
}

#[tokio::test]
async fn redirects_work_without_the_layer_as_plain_redirects() {
    let response: Response = Redirect::client("/events").into_response();
    assert_eq!(
        (response.status().as_u16(), &response.headers()[LOCATION]),
        (302, &"/events".parse().unwrap())
    );
}

#[tokio::test]
async fn a_status_that_is_no_redirects_is_a_500_that_names_the_call() {
    for status in [200, 204, 300, 304, 305, 399, 404] {
        let status = StatusCode::from_u16(status).unwrap();
        let app = app(move || async move { Redirect::to("/events").status(status) });
        for ask in [browse(), visit()] {
            let answer = ask.send(&app).await;
            assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
            let call = format!("`Redirect::to(..).status({})`", status.as_u16());
            assert!(!cfg!(debug_assertions) || answer.body.contains(&call));
        }
    }
}

#[tokio::test]
async fn spaces_around_a_url_are_dropped() {
    for (_, call) in CALLS {
        for url in ["https://app.test/a ", " https://app.test/a", "\t https://app.test/a\r\n"] {
            let app = app(move || async move { call(url.to_owned()) });
            let answer = browse().send(&app).await;
            assert_eq!(answer.header("location").as_deref(), Some("https://app.test/a"), "{url:?}");
        }
    }
    let app = app(|| async { inertia::location(" https://other.test/a ") });
    let answer = visit().send(&app).await;
    assert_eq!(answer.header("x-inertia-location").as_deref(), Some("https://other.test/a"));
}

#[tokio::test]
async fn a_redirect_has_a_scheme_that_every_browser_follows_safely() {
    for (name, call) in CALLS {
        for to in [
            "/a:b",
            "?a:b",
            "//app.test/a",
            "HTTP://app.test/",
            "https://app.test",
            "mailto:a@b.test",
            "tel:+1",
        ] {
            let app = app(move || async move { call(to.to_owned()) });
            let answer = browse().send(&app).await;
            assert_eq!((answer.status.as_u16(), answer.header("location").as_deref()), (302, Some(to)));
        }
        for to in [
            "blob:https://app.test/2fa7",
            "file:///etc/passwd",
            "feed:javascript:alert(1)",
            "view-source:https://app.test",
            "about:blank",
            "ws://app.test/",
            "ftp://app.test/",
            " File:///x",
            "myapp:open",
        ] {
            let app = app(move || async move { call(to.to_owned()) });
            for ask in [visit(), browse()] {
                let answer = ask.send(&app).await;
                assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{name} {to:?}");
                assert_eq!((answer.header("location"), answer.header("x-inertia-location")), (None, None));
                for part in [&*format!("`{name}(..)`"), "`mailto`", "`.allow_redirect_scheme("] {
                    assert!(!cfg!(debug_assertions) || answer.body.contains(part), "{}", answer.body);
                }
            }
        }
    }
}

#[tokio::test]
async fn the_application_may_allow_a_scheme_of_its_own_and_nothing_that_a_browser_runs() {
    let log = crate::harness::log();
    let app = |to: &'static str| {
        let builder = Inertia::builder().key([7; 32]).allow_redirect_scheme("MyApp:");
        crate::harness::with(builder, move || async move {
            let redirect = inertia::location(to).status(StatusCode::SEE_OTHER).flash("toast", "off you go");
            ([("x-own", "1")], redirect)
        })
    };
    for to in ["myapp://open?id=7", "MYAPP:open"] {
        let answer = browse().send(&app(to)).await;
        assert_eq!((answer.status.as_u16(), answer.header("location").as_deref()), (303, Some(to)));
        assert_eq!((answer.header("x-own").as_deref(), &*answer.body), (Some("1"), ""));
        assert_eq!(answer.header("content-type"), None);
        assert!(answer.header("set-cookie").is_some(), "the flash is kept");
        let answer = visit().send(&app(to)).await;
        assert_eq!((answer.status.as_u16(), answer.header("x-inertia-location").as_deref()), (409, Some(to)));
    }
    assert!(log.lines("ERROR").is_empty(), "an allowed redirect is no failure");
    for to in ["javascript:alert(1)", "data:text/html,x", "other:open"] {
        assert_eq!(browse().send(&app(to)).await.status, StatusCode::INTERNAL_SERVER_ERROR, "{to}");
    }
}
