//! `Redirect::back`: to the page that the visitor came from, and never to anybody else's.

use axum::{Router, routing::any};
use http::Method;
use inertia::{Builder, Inertia, Redirect};

use crate::harness::{Ask, app, browse, visit};

fn back(builder: Builder<()>) -> Router {
    let inertia = builder.build().unwrap();
    Router::new().route("/save", any(|| async { Redirect::back_or("/fallback") })).layer(inertia.layer())
}

async fn leads_back(app: &Router, ask: Ask, location: &str) {
    let ask = ask.at("/save");
    for ask in [ask.clone(), ask.clone().header("x-inertia", "true"), ask.method(Method::POST)] {
        let answer = ask.send(app).await;
        assert_eq!((answer.status.as_u16(), answer.header("location").as_deref()), (302, Some(location)));
    }
}

#[tokio::test]
async fn back_is_the_referer_of_the_requests_host_and_port_as_path_and_query() {
    let app = back(Inertia::builder());
    let from = |host: &str, referer: &str| browse().header("host", host).header("referer", referer);
    for (host, referer, location) in [
        ("app.test", "http://app.test/events?page=2", "/events?page=2"),
        ("app.test", "https://app.test/events", "/events"),
        ("app.test", "https://app.test", "/"),
        ("app.test:8080", "http://app.test:8080/events", "/events"),
        ("[::1]:8080", "http://[::1]:8080/events", "/events"),
        ("app.test", "http://user:pass@app.test/events", "/events"),
        ("app.test", "http://app.test:8080/events", "/fallback"),
        ("app.test:8080", "http://app.test/events", "/fallback"),
        ("app.test", "http://evil.test/events", "/fallback"),
        ("app.test", "http://app.test.evil.test/", "/fallback"),
        ("app.test", "http://app.test@evil.test/", "/fallback"),
        ("app.test", "http://app.test:80@evil.test/", "/fallback"),
        ("app.test", "http://evil.test\\@app.test/", "/fallback"),
        ("app.test", "http://evil.test#@app.test/", "/fallback"),
        ("app.test", "//app.test/events", "/fallback"),
        ("app.test", "blob:http://app.test/2fa7", "/fallback"),
        ("app.test", "javascript:alert(1)//http://app.test/", "/fallback"),
        ("app.test.", "http://app.test/events", "/fallback"),
        ("app.test", "http://xn--pp-tia.test/", "/fallback"),
        ("app.test", "http://app.test:0/", "/fallback"),
        ("app.test", "http://app.test:99999/", "/fallback"),
        ("app.test", "ftp://app.test/x", "/fallback"),
        ("app.test", "data:text/html,x", "/fallback"),
        ("app.test", "/events", "/fallback"),
        ("app.test", "", "/fallback"),
        ("app.test", "about:client", "/fallback"),
    ] {
        leads_back(&app, from(host, referer), location).await;
    }
    leads_back(&app, browse().header("host", "app.test"), "/fallback").await;
}

#[tokio::test]
async fn back_never_leads_to_a_host_that_the_path_of_a_referer_names() {
    let app = back(Inertia::builder());
    for referer in [
        "http://app.test//evil.test/x?y",
        "https://app.test///evil.test/x?y",
        "http://app.test/\\evil.test/x?y",
        "http://app.test/\\/evil.test/x?y",
        "http://app.test/.//evil.test/x?y",
        "http://app.test/a/..//evil.test/x?y",
        "http://app.test/\t/evil.test/x?y",
        "http:\\\\app.test\\\\evil.test/x?y",
    ] {
        let ask = browse().header("host", "app.test").header("referer", referer);
        leads_back(&app, ask, "/evil.test/x?y").await;
    }
}

#[tokio::test]
async fn the_scheme_of_a_referer_counts_when_a_public_origin_is_configured() {
    let app = back(Inertia::builder().public_url("https://app.test"));
    let from = |referer: &str| browse().header("host", "10.0.0.1:3000").header("referer", referer);
    leads_back(&app, from("https://app.test/events"), "/events").await;
    leads_back(&app, from("http://app.test/events"), "/fallback").await;
    leads_back(&app, from("https://other.test/events"), "/fallback").await;
}

#[tokio::test]
async fn forwarded_headers_are_believed_only_when_the_configuration_says_so() {
    let ask = browse()
        .header("host", "10.0.0.1:3000")
        .header("x-forwarded-host", "app.test")
        .header("x-forwarded-proto", "https")
        .header("referer", "https://app.test/events");
    leads_back(&back(Inertia::builder()), ask.clone(), "/fallback").await;
    leads_back(&back(Inertia::builder().trust_forwarded_headers(true)), ask, "/events").await;
    // The scheme alone makes another origin, when it is believed.
    let ask = browse()
        .header("host", "app.test")
        .header("x-forwarded-proto", "https")
        .header("referer", "http://app.test/events");
    leads_back(&back(Inertia::builder()), ask.clone(), "/events").await;
    leads_back(&back(Inertia::builder().trust_forwarded_headers(true)), ask, "/fallback").await;
}

#[tokio::test]
async fn without_a_fallback_of_its_own_back_leads_to_the_root() {
    let answer = browse().at("/deep").send(&app(|| async { Redirect::back() })).await;
    assert_eq!(answer.header("location").as_deref(), Some("/"));
}

#[tokio::test]
async fn a_get_is_not_sent_back_to_itself_because_it_would_never_end() {
    let from =
        |ask: Ask, referer: &str| ask.at("/save?a=b").header("host", "app.test").header("referer", referer);
    let app = back(Inertia::builder());
    for ask in [browse(), visit(), visit().method(Method::HEAD)] {
        let answer = from(ask, "http://app.test/save?a=b#row").send(&app).await;
        assert_eq!(answer.header("location").as_deref(), Some("/fallback"));
    }
    // A form is on the page whose URL it posts to.
    let answer = from(visit().method(Method::POST), "http://app.test/save?a=b").send(&app).await;
    assert_eq!(answer.header("location").as_deref(), Some("/save?a=b"));
    let answer = from(visit(), "http://app.test/save").send(&app).await;
    assert_eq!(answer.header("location").as_deref(), Some("/save"));
}

#[tokio::test]
async fn a_referer_of_any_size_and_bytes_is_a_header_or_nothing() {
    let app = back(Inertia::builder());
    let long = "x".repeat(30_000);
    let ask = browse().header("host", "app.test").header("referer", &format!("http://app.test/{long}"));
    leads_back(&app, ask, &format!("/{long}")).await;
    for (bytes, location) in [
        (&b"http://app.test/caf\xe9"[..], "/caf%C3%A9"),
        (b"http://app.test/a b", "/a%20b"),
        (b"\xff\xfe", "/fallback"),
        (b"http://\xff/", "/fallback"),
        (b"http://[::1", "/fallback"),
        (b"http://app.test/%0d%0aset-cookie:a=b", "/%0d%0aset-cookie:a=b"),
    ] {
        let ask = browse().header("host", "app.test").bytes("referer", bytes);
        leads_back(&app, ask, location).await;
    }
}

#[tokio::test]
async fn a_request_without_a_host_that_makes_sense_goes_to_the_fallback() {
    let app = back(Inertia::builder());
    for host in ["", "[", "a b", "evil.test/app.test", "app.test#", "app.test, evil.test"] {
        let ask = browse().header("host", host).header("referer", "http://other.test/events");
        leads_back(&app, ask, "/fallback").await;
    }
    // Two `Host` lines: the first counts.
    let ask = browse().header("host", "app.test").header("host", "evil.test");
    leads_back(&app, ask.clone().header("referer", "http://evil.test/x"), "/fallback").await;
    leads_back(&app, ask.header("referer", "http://app.test/x"), "/x").await;
}

#[cfg(feature = "cookie-session")]
#[tokio::test]
async fn a_form_goes_back_in_the_same_way() {
    async fn save() -> Redirect {
        Redirect::back().errors(inertia::ErrorBag::of("name", "is required"))
    }
    let app = app(save);
    for (referer, location) in [
        ("http://app.test/events/new", "/events/new"),
        ("http://app.test//evil.test/new", "/evil.test/new"),
        ("http://evil.test/new", "/"),
        ("http://app.test:81/new", "/"),
        ("http://app.test@evil.test/new", "/"),
        ("", "/"),
    ] {
        let ask =
            visit().method(Method::POST).at("/events").header("host", "app.test").header("referer", referer);
        let answer = ask.send(&app).await;
        assert_eq!(answer.header("location").as_deref(), Some(location), "{referer}");
        assert!(answer.header("set-cookie").is_some(), "the messages wait there");
    }
}

#[test]
fn a_public_url_that_no_redirect_may_begin_with_stops_the_start() {
    for url in [
        "app.test",
        "ftp://app.test",
        "https://",
        "https://app.test?a",
        "https://app.test#a",
        // Every stale client would be shown the password.
        "https://user:secret@app.test",
        // The `Path` of every cookie would end here.
        "https://app.test/a;b",
    ] {
        let error = Inertia::builder().public_url(url).build().unwrap_err().to_string();
        assert!(error.starts_with("`.public_url("), "{error}");
    }
}

#[tokio::test]
async fn the_browsers_word_that_a_page_is_ours_counts_whatever_a_proxy_changes() {
    for builder in [
        Inertia::builder(),
        Inertia::builder().trust_forwarded_headers(true),
        Inertia::builder().public_url("https://other.test"),
    ] {
        let app = back(builder);
        // nginx sends the name of its upstream, drops the port, or tells it in headers that are not believed.
        for (host, referer) in [
            ("127.0.0.1:3000", "https://app.test/events?page=2#row"),
            ("app.test", "http://app.test:8080/events?page=2"),
            ("", "https://app.test/events?page=2"),
        ] {
            let ask = browse()
                .header("host", host)
                .header("sec-fetch-site", "same-origin")
                .header("referer", referer)
                .header("x-forwarded-port", "8081")
                .header("forwarded", "host=yet-another.test");
            leads_back(&app, ask, "/events?page=2").await;
        }
    }
}

#[tokio::test]
async fn a_proven_referer_still_leads_to_our_own_host_only() {
    let app = back(Inertia::builder());
    let from = |site: &str, referer: &str| {
        browse().header("host", "inner:3000").header("sec-fetch-site", site).header("referer", referer)
    };
    for (referer, location) in [
        ("https://evil.test//evil.test/x", "/evil.test/x"),
        ("https://evil.test/\\evil.test/x", "/evil.test/x"),
        ("https://user:pass@evil.test/x", "/x"),
        ("javascript:alert(1)", "/fallback"),
        ("data:text/html,x", "/fallback"),
        ("blob:https://app.test/x", "/fallback"),
        ("ftp://app.test/x", "/fallback"),
        ("/x", "/fallback"),
    ] {
        leads_back(&app, from("same-origin", referer), location).await;
    }
    for site in ["same-site", "cross-site", "none", "Same-Origin", "", "same-origin, same-origin"] {
        // Another site's POST is refused, with a redirect back of its own.
        let ask = from(site, "https://app.test/events").at("/save");
        let answer = ask.send(&app).await;
        assert_eq!(answer.header("location").as_deref(), Some("/fallback"), "{site}");
    }
}

#[tokio::test]
async fn without_a_proof_one_line_names_the_settings_of_a_proxy() {
    let log = crate::harness::log();
    let app = back(Inertia::builder());
    let ask = |host: &str, referer: &str| {
        browse().method(Method::POST).at("/save").header("host", host).header("referer", referer)
    };
    // What the browser says itself, and what leads back, needs no advice.
    ask("app.test", "http://app.test/events").send(&app).await;
    ask("app.test", "").send(&app).await;
    ask("inner:3000", "https://app.test/events").header("sec-fetch-site", "same-origin").send(&app).await;
    assert!(log.lines("public_url").is_empty());
    for _ in 0..3 {
        ask("inner:3000", "https://app.test/events?secret=1").send(&app).await;
    }
    let lines = log.lines("WARN POST /save leads to `/fallback` and not back");
    assert_eq!(lines.len(), 1, "{lines:?}");
    for part in ["`https://app.test`", "\"inner:3000\"", "`.public_url(", "`.trust_forwarded_headers(true)`"]
    {
        assert!(lines[0].contains(part), "{part}: {lines:?}");
    }
    assert!(!lines[0].contains("secret"));
    assert_eq!(log.lines("DEBUG POST /save leads to").len(), 2, "later lines cannot fill the log");
}

#[tokio::test]
async fn a_trusted_proxy_may_tell_the_host_in_every_common_way() {
    let trusting = back(Inertia::builder().trust_forwarded_headers(true));
    for headers in [
        &[("x-forwarded-host", "app.test:8443"), ("x-forwarded-proto", "https")][..],
        &[("x-forwarded-host", "app.test"), ("x-forwarded-port", "8443"), ("x-forwarded-proto", "HTTPS")],
        &[("forwarded", "for=10.0.0.9;host=\"app.test:8443\";proto=https, for=10.0.0.2;host=inner")],
    ] {
        let ask = browse().header("host", "127.0.0.1:3000").header("referer", "https://app.test:8443/events");
        let ask = headers.iter().fold(ask, |ask, (name, value)| ask.header(name, value));
        leads_back(&trusting, ask.clone(), "/events").await;
        leads_back(&back(Inertia::builder()), ask, "/fallback").await;
    }
    // A second proxy reports the port between the two.
    let ask = browse()
        .header("host", "inner")
        .header("x-forwarded-host", "app.test")
        .header("x-forwarded-port", "80")
        .header("x-forwarded-proto", "https");
    leads_back(&trusting, ask.header("referer", "https://app.test/events"), "/events").await;
}

#[tokio::test]
async fn the_application_and_the_redirect_may_name_a_fallback() {
    let builder = || Inertia::builder().fallback_url("/home?from=form");
    let leads = |app: Router| async move {
        let answer = browse().method(Method::POST).at("/save").send(&app).await;
        answer.header("location")
    };
    let own = app_with(builder(), || async { Redirect::back() });
    assert_eq!(leads(own).await.as_deref(), Some("/home?from=form"));
    assert_eq!(leads(back(builder())).await.as_deref(), Some("/fallback"));
    let empty = app_with(builder(), || async {});
    let answer = visit().method(Method::POST).at("/save").send(&empty).await;
    assert_eq!(answer.header("location").as_deref(), Some("/home?from=form"));
    let prefixed =
        app_with(Inertia::builder().public_url("https://app.test/base"), || async { Redirect::back() });
    assert_eq!(leads(prefixed).await.as_deref(), Some("/base/"));
}

fn app_with<H: axum::handler::Handler<T, ()>, T: 'static>(builder: Builder<()>, handler: H) -> Router {
    crate::harness::with(builder, handler)
}

#[test]
fn a_fallback_that_no_redirect_can_have_stops_the_start() {
    for url in ["", " ", "javascript:alert(1)", "mailto:ann@app.test", "/a\nb"] {
        let error = Inertia::builder().fallback_url(url).build().unwrap_err().to_string();
        assert!(error.starts_with("`.fallback_url("), "{error}");
    }
    for scheme in ["javascript", "DATA:", "vbscript", "", "my app", "myapp://", "1x"] {
        let error = Inertia::builder().allow_redirect_scheme(scheme).build().unwrap_err().to_string();
        assert!(error.starts_with("`.allow_redirect_scheme("), "{error}");
    }
}
