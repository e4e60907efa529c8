//! Requests of other sites are refused, in a way that the client can show.

use axum::Router;
use http::{Method, StatusCode};
use inertia::{Csrf, Inertia};
use serde_json::Value;

use crate::{
    flash::browser::Browser,
    harness::{Answer, Ask, browse, log, visit},
};

/// An application that a session belongs to, with this check.
fn app(csrf: Csrf) -> Router {
    crate::flash::browser::with(Inertia::builder().key([7; 32]).csrf(csrf).secure_cookies(false))
}

/// A form that another page posts.
fn posted(ask: Ask, site: &str, origin: &str) -> Ask {
    let ask = ask.method(Method::POST).at("/like").header("host", "app.test");
    let ask = if site.is_empty() { ask } else { ask.header("sec-fetch-site", site) };
    if origin.is_empty() { ask } else { ask.header("origin", origin) }
}

async fn status(app: &Router, ask: Ask) -> u16 {
    ask.send(app).await.status.as_u16()
}

#[tokio::test]
async fn a_request_of_another_site_is_refused_and_one_of_ours_is_not() {
    let app = app(Csrf::new());
    let cases = [
        ("same-origin", "http://app.test", 200),
        ("none", "", 200),
        ("", "http://app.test", 200),
        ("", "", 200),
        ("cross-site", "http://evil.test", 403),
        ("same-site", "http://other.app.test", 403),
        ("", "http://evil.test", 403),
        ("", "null", 403),
        ("", "http://app.test:81", 403),
        ("", "http://app.test.evil.test", 403),
    ];
    for (site, origin, expected) in cases {
        assert_eq!(status(&app, posted(browse(), site, origin)).await, expected, "{site} {origin}");
    }
}

#[tokio::test]
async fn reading_is_open_to_every_site() {
    let app = app(Csrf::new());
    for method in [Method::GET, Method::HEAD, Method::OPTIONS] {
        let ask = browse().method(method).header("sec-fetch-site", "cross-site").header("host", "app.test");
        assert_eq!(status(&app, ask).await, 200);
    }
    for method in [Method::PUT, Method::PATCH, Method::DELETE] {
        let ask = posted(browse(), "cross-site", "http://evil.test").method(method);
        assert_eq!(status(&app, ask).await, 403);
    }
}

#[tokio::test]
async fn trusted_origins_and_exempt_paths_pass() {
    let csrf = Csrf::new()
        .trusted_origin("https://accounts.test")
        .trusted_origin("HTTPS://Partner.test:443")
        .exempt("/hooks/")
        .exempt("/fail");
    let app = app(csrf);
    assert_eq!(status(&app, posted(browse(), "cross-site", "https://accounts.test")).await, 200);
    assert_eq!(status(&app, posted(browse(), "cross-site", "http://accounts.test")).await, 403);
    assert_eq!(status(&app, posted(browse(), "cross-site", "https://partner.test")).await, 200);
    assert_eq!(status(&app, posted(browse(), "cross-site", "http://evil.test").at("/fail")).await, 302);
    assert_eq!(status(&app, posted(browse(), "cross-site", "http://evil.test").at("/failed")).await, 403);
    // Nothing is there, and nothing refuses to say so.
    assert_eq!(status(&app, posted(browse(), "cross-site", "http://evil.test").at("/hooks/a")).await, 404);
}

#[tokio::test]
async fn the_public_url_is_trusted_without_being_named() {
    let builder = Inertia::builder().key([7; 32]).public_url("https://app.test/base");
    let app = crate::flash::browser::with(builder);
    let ask = posted(browse(), "", "https://app.test").header("x-other", "1");
    assert_eq!(status(&app, ask).await, 200);
    let behind_a_proxy = browse()
        .method(Method::POST)
        .at("/like")
        .header("host", "10.0.0.1:3000")
        .header("origin", "https://app.test");
    assert_eq!(status(&app, behind_a_proxy).await, 200);
}

#[tokio::test]
async fn a_forwarded_host_is_the_one_that_the_browser_knows_when_it_is_trusted() {
    for (trust, origin, expected) in [
        (true, "https://app.test", 200),
        (true, "https://evil.test", 403),
        (true, "http://10.0.0.1:3000", 403),
        (false, "https://app.test", 403),
    ] {
        let app = crate::flash::browser::with(Inertia::builder().key([7; 32]).trust_forwarded_headers(trust));
        let ask = || browse().method(Method::POST).header("host", "10.0.0.1:3000").header("origin", origin);
        let forwarded = |ask: Ask| {
            ask.header("x-forwarded-host", "app.test, 10.0.0.2").header("x-forwarded-proto", "https")
        };
        assert_eq!(status(&app, forwarded(ask().at("/like"))).await, expected, "{trust} {origin}");
        // HTTP/2 names the host in the URL.
        let ask = forwarded(ask().at("http://10.0.0.1:3000/like"));
        assert_eq!(status(&app, ask).await, expected, "{trust} {origin}");
    }
}

#[tokio::test]
async fn an_exempt_path_is_the_whole_path_in_a_nested_router_too() {
    use axum::routing::post;

    let inertia = Inertia::builder().csrf(Csrf::new().exempt("/api/hooks/")).build().unwrap();
    let inner = Router::new()
        .route("/hooks/paid", post(|| async { "paid" }))
        .route("/api/hooks/fake", post(|| async { "fake" }))
        .layer(inertia.layer());
    let app = Router::new().nest("/api", inner);
    let ask = |path: &str| posted(browse(), "cross-site", "http://evil.test").at(path);
    assert_eq!(status(&app, ask("/api/hooks/paid")).await, 200);
    assert_eq!(status(&app, ask("/api/api/hooks/fake")).await, 403);
}

#[tokio::test]
async fn a_path_that_only_looks_exempt_is_checked() {
    let app = app(Csrf::new().exempt("/hooks/").exempt("/fail"));
    for path in
        ["/hooks", "/hooksy", "//hooks/a", "/Hooks/a", "/%68ooks/a", "/fail/", "/fail;x", "/like?/hooks/"]
    {
        assert_eq!(
            status(&app, posted(browse(), "cross-site", "http://evil.test").at(path)).await,
            403,
            "{path}"
        );
    }
}

#[tokio::test]
async fn the_check_can_be_switched_off() {
    assert_eq!(status(&app(Csrf::off()), posted(browse(), "cross-site", "http://evil.test")).await, 200);
}

#[test]
fn a_trusted_origin_that_is_none_stops_the_start() {
    for origin in ["accounts.test", "https://accounts.test/path", "ftp://x", ""] {
        let error =
            Inertia::builder().csrf(Csrf::new().trusted_origin(origin)).build().unwrap_err().to_string();
        assert!(error.contains("`Csrf::trusted_origin("), "{error}");
    }
}

#[tokio::test]
async fn a_refused_visit_goes_back_with_a_flash() {
    let log = log();
    let app = app(Csrf::new().flash("toast", "Please try again."));
    let mut browser = Browser::default();
    let ask =
        posted(visit(), "cross-site", "http://evil.test").header("referer", "http://app.test/greet?x=1");
    let answer = browser.send(&app, ask).await;
    assert_eq!(answer.status, StatusCode::FOUND);
    assert_eq!(answer.header("location").as_deref(), Some("/greet?x=1"));
    assert_eq!(answer.header("vary").as_deref(), Some("X-Inertia"));
    assert_eq!(browser.toast(&app).await, "Please try again.");
    assert_eq!(log.lines("WARN POST /like is refused").len(), 1);
}

#[tokio::test]
async fn a_refused_put_goes_back_by_303() {
    let ask = posted(visit(), "cross-site", "http://evil.test").method(Method::PUT);
    let answer = ask.send(&app(Csrf::new())).await;
    assert_eq!((answer.status, answer.header("location").as_deref()), (StatusCode::SEE_OTHER, Some("/")));
}

#[tokio::test]
async fn scripts_and_live_validation_get_json() {
    let app = app(Csrf::new());
    let json = |answer: &Answer| serde_json::from_str::<Value>(&answer.body).unwrap()["message"].clone();
    let ask = posted(browse(), "cross-site", "http://evil.test");
    let answer = ask.clone().header("accept", "application/json").send(&app).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(json(&answer).as_str().unwrap().contains("try again"));
    let answer = ask.header("precognition", "true").send(&app).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(answer.header("precognition").as_deref(), Some("true"));
    assert_eq!(answer.header("vary").as_deref(), Some("X-Inertia | Accept | Precognition"));
    assert!(json(&answer).is_string());
}

#[tokio::test]
async fn a_browsers_own_form_gets_a_text_and_no_flash() {
    for csrf in [Csrf::new(), Csrf::new().flash("toast", "x")] {
        let answer = posted(browse(), "cross-site", "http://evil.test")
            .header("accept", "text/html,application/xhtml+xml,*/*;q=0.8")
            .header("referer", "http://evil.test/form")
            .send(&app(csrf))
            .await;
        assert_eq!((answer.status, answer.header("set-cookie")), (StatusCode::FORBIDDEN, None));
        assert_eq!(answer.header("location"), None);
        assert_eq!(answer.header("vary").as_deref(), Some("X-Inertia | Accept"));
        assert!(
            answer.body == "x" || answer.body.contains("try again"),
            "a visitor reads it: {}",
            answer.body
        );
    }
}

#[tokio::test]
async fn a_refused_visit_never_leads_to_the_site_that_made_it() {
    for referer in ["http://evil.test/form", "http://app.test@evil.test/", "", "null"] {
        let ask = posted(visit(), "cross-site", "http://evil.test").header("referer", referer);
        let answer = ask.send(&app(Csrf::new())).await;
        assert_eq!((answer.status, answer.header("location").as_deref()), (StatusCode::FOUND, Some("/")));
    }
}

#[tokio::test]
async fn without_a_session_a_refused_visit_gets_the_status() {
    let app = crate::flash::browser::with(Inertia::builder().without_session());
    let answer = posted(visit(), "cross-site", "http://evil.test").send(&app).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::FORBIDDEN, None));
    assert_eq!(answer.header("x-inertia"), None);
}

#[tokio::test]
async fn refused_visits_do_not_pile_up_cookies() {
    let (app, mut browser) = (app(Csrf::new()), Browser::default());
    for _ in 0..10 {
        browser.send(&app, posted(visit(), "cross-site", "http://evil.test")).await;
    }
    assert!(browser.cookies.len() <= 3, "{:?}", browser.cookies);
    assert!(browser.page(&app, visit()).await["flash"]["error"].is_string());
    assert!(browser.cookies.is_empty());
}

#[tokio::test]
async fn a_refused_request_never_reaches_the_handler() {
    let asks = [
        posted(visit(), "cross-site", ""),
        posted(browse(), "same-site", ""),
        posted(browse(), "Same-Origin", "http://app.test"),
        posted(browse(), "cross-site", "http://app.test"),
        posted(browse(), "", "null"),
        posted(browse(), "", "http://app.test\\@evil.test"),
        posted(browse(), "", "http://app.test.").header("precognition", "true"),
        posted(browse(), "", "file://"),
        posted(browse(), "", "http://evil.test").header("origin", "http://app.test"),
    ];
    for ask in asks {
        let answer = ask.send(&app(Csrf::new())).await;
        assert!(!answer.body.contains("likes"), "{} {}", answer.status, answer.body);
        assert_ne!(answer.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn a_browser_that_sends_an_origin_alone_is_understood_however_the_host_is_written() {
    let status_of = |builder: inertia::Builder<()>, headers: Vec<(&'static str, &'static str)>| async move {
        let app = crate::flash::browser::with(builder.key([7; 32]).secure_cookies(false));
        let ask = browse().method(Method::POST).at("/like");
        status(&app, headers.into_iter().fold(ask, |ask, (name, value)| ask.header(name, value))).await
    };
    let alone = |host, origin| vec![("host", host), ("origin", origin)];
    for (host, origin, expected) in [
        ("site.test:80", "http://site.test", 200),
        ("site.test:443", "https://site.test", 200),
        ("Site.TEST", "http://site.test", 200),
        ("Site.TEST:8080", "http://site.test:8080", 200),
        ("[::1]:80", "http://[::1]", 200),
        ("site.test:81", "http://site.test", 403),
        ("site.test:80", "https://site.test", 403),
        ("site.test", "http://site.test:8080", 403),
        ("site.test", "http://site.test/", 403),
        ("site.test", "http://user@site.test", 403),
        ("site.test", "site.test", 403),
        ("", "http://localhost", 403),
    ] {
        assert_eq!(status_of(Inertia::builder(), alone(host, origin)).await, expected, "{host} {origin}");
    }
    let public = || Inertia::builder().public_url("https://site.test");
    for (host, origin, expected) in [
        ("site.test", "https://site.test", 200),
        ("inner:3000", "https://site.test", 200),
        ("site.test", "http://site.test", 403),
        ("site.test:80", "http://site.test", 403),
        ("inner:3000", "http://site.test", 403),
    ] {
        assert_eq!(status_of(public(), alone(host, origin)).await, expected, "{host} {origin}");
        let mut forwarded = alone(host, origin);
        forwarded.extend([("x-forwarded-host", "site.test"), ("x-forwarded-proto", "http")]);
        let trusting = public().trust_forwarded_headers(true);
        assert_eq!(status_of(trusting, forwarded).await, expected, "{host} {origin}");
    }
    for (forwarded_host, port, origin, expected) in [
        ("site.test:80", "", "http://site.test", 200),
        ("Site.test:8443", "", "https://site.test:8443", 200),
        ("site.test", "8443", "https://site.test:8443", 200),
        ("site.test", "8443", "https://site.test", 403),
        ("site.test:8443", "", "https://site.test", 403),
    ] {
        let mut headers = alone("inner:3000", origin);
        headers.extend([("x-forwarded-host", forwarded_host), ("x-forwarded-port", port)]);
        let trusting = Inertia::builder().trust_forwarded_headers(true);
        assert_eq!(status_of(trusting, headers).await, expected, "{forwarded_host} {port} {origin}");
    }
}

#[tokio::test]
async fn a_refused_origin_that_may_be_ours_is_logged_with_the_settings_of_a_proxy() {
    let log = log();
    let app = app(Csrf::new());
    let ask = browse().method(Method::POST).at("/like").header("host", "inner:3000");
    ask.clone().header("origin", "https://app.test").send(&app).await;
    let lines = log.lines("WARN POST /like is refused");
    assert_eq!(lines.len(), 1);
    for part in ["`https://app.test`", "\"inner:3000\"", "`.public_url(", "`.trust_forwarded_headers(true)`"]
    {
        assert!(lines[0].contains(part), "{part}: {lines:?}");
    }
    // Where the browser says that it is another site, no setting is missing.
    ask.header("origin", "https://evil.test").header("sec-fetch-site", "cross-site").send(&app).await;
    assert_eq!(log.lines("public_url").len(), 1);
}

mod token {
    use super::*;

    /// The cookie that the client reads, and what it repeats in the header.
    async fn browser(app: &Router, cookie: &str) -> (Browser, String) {
        let mut browser = Browser::default();
        browser.page(app, browse()).await;
        let value = browser.cookies.get(cookie).expect("the cookie was set").clone();
        (browser, value)
    }

    #[tokio::test]
    async fn a_request_repeats_the_cookie_in_the_header() {
        let app = app(Csrf::new().token());
        let (mut browser, value) = browser(&app, "XSRF-TOKEN").await;
        let post = || visit().method(Method::POST).at("/flash?toast=saved").header("host", "app.test");
        let answer = browser.send(&app, post().header("x-xsrf-token", &value)).await;
        assert_eq!(answer.status, StatusCode::FOUND);
        assert_eq!(browser.toast(&app).await, "saved");
        assert_eq!(answer.headers.get_all("set-cookie").iter().count(), 1, "the token is not sent again");

        let answer = browser.send(&app, browse().method(Method::POST).at("/like")).await;
        assert_eq!(answer.status.as_u16(), 419);
        let answer = browser.send(&app, post().header("x-xsrf-token", "forged")).await;
        assert_eq!(answer.header("location").as_deref(), Some("/"));
        let page = browser.page(&app, visit()).await;
        assert!(page["flash"]["error"].as_str().unwrap().contains("expired"));
    }

    #[tokio::test]
    async fn a_stale_token_is_replaced_by_the_answer_that_refuses_it() {
        let app = app(Csrf::new().token());
        let mut browser = Browser::default();
        browser.cookies.insert("XSRF-TOKEN".to_owned(), "of-an-old-key".to_owned());
        let ask = visit().method(Method::POST).at("/like").header("x-xsrf-token", "of-an-old-key");
        assert_eq!(browser.send(&app, ask).await.status, StatusCode::FOUND);
        let fresh = browser.cookies["XSRF-TOKEN"].clone();
        let ask = browse().method(Method::POST).at("/like").header("x-xsrf-token", &fresh);
        assert_eq!(browser.send(&app, ask).await.status, StatusCode::OK);
    }

    #[tokio::test]
    async fn names_can_be_those_of_django() {
        let app = app(Csrf::new().token_names("csrftoken", "X-CSRFToken"));
        let (mut browser, value) = browser(&app, "csrftoken").await;
        let ask = browse().method(Method::POST).at("/like").header("x-csrftoken", &value);
        assert_eq!(browser.send(&app, ask).await.status, StatusCode::OK);
    }

    #[test]
    fn names_that_cannot_be_sent_stop_the_start() {
        for csrf in [Csrf::new().token_names("a b", "X-T"), Csrf::new().token_names("t", "X T")] {
            let error = Inertia::builder().csrf(csrf).build().unwrap_err().to_string();
            assert!(error.contains("`Csrf::token_names("), "{error}");
        }
    }

    #[tokio::test]
    async fn live_validation_and_scripts_get_419_as_json() {
        let app = app(Csrf::new().token());
        for (name, value) in [("precognition", "true"), ("accept", "application/json")] {
            let ask = browse().method(Method::POST).at("/like").header(name, value);
            let answer = ask.send(&app).await;
            assert_eq!(answer.status.as_u16(), 419);
            assert_eq!(answer.header("content-type").as_deref(), Some("application/json"));
            assert_eq!(answer.header("precognition").is_some(), name == "precognition");
            assert!(answer.header("set-cookie").unwrap().starts_with("XSRF-TOKEN="));
        }
    }

    #[tokio::test]
    async fn an_answer_for_everybody_carries_nobodys_token() {
        use axum::routing::get;

        let inertia = Inertia::builder().key([7; 32]).csrf(Csrf::new().token()).build().unwrap();
        let asset = || async { ([("cache-control", "public, max-age=31536000, immutable")], "js") };
        let app = Router::new()
            .route("/app.js", get(asset))
            .route("/", get(|| async { "text" }))
            .layer(inertia.layer());
        assert_eq!(browse().at("/app.js").send(&app).await.header("set-cookie"), None);
        assert!(browse().send(&app).await.header("set-cookie").is_some());
    }

    #[tokio::test]
    async fn the_cookie_lives_as_long_as_the_settings_say() {
        use std::time::Duration;

        for (csrf, max_age) in [
            (Csrf::new().token(), None),
            (Csrf::new().token().token_max_age(Duration::from_secs(7200)), Some("; Max-Age=7200")),
        ] {
            let line = browse().send(&app(csrf)).await.header("set-cookie").unwrap();
            assert_eq!(line.find("; Max-Age").map(|at| &line[at..]), max_age, "{line}");
        }
        for csrf in [
            Csrf::new().token().token_max_age(Duration::ZERO),
            Csrf::new().token_max_age(Duration::from_secs(60)),
        ] {
            let error = Inertia::builder().csrf(csrf).build().unwrap_err().to_string();
            assert!(error.starts_with("`Csrf::token_max_age("), "{error}");
        }
    }

    #[tokio::test]
    async fn a_forged_cookie_before_ours_hides_nothing() {
        let app = app(Csrf::new().token());
        let (_, mine) = browser(&app, "XSRF-TOKEN").await;
        let cookies = format!("XSRF-TOKEN=forged; XSRF-TOKEN={mine}");
        let ask = browse().method(Method::POST).at("/like").header("cookie", &cookies);
        assert_eq!(status(&app, ask.clone().header("x-xsrf-token", &mine)).await, 200);
        assert_eq!(status(&app, ask.header("x-xsrf-token", "forged")).await, 419);
    }

    #[test]
    fn a_prefix_that_browsers_would_refuse_stops_the_start() {
        let csrf = || Csrf::new().token_names("__Host-token", "X-Token");
        assert!(Inertia::builder().csrf(csrf()).build().is_ok());
        for builder in
            [Inertia::builder().secure_cookies(false), Inertia::builder().public_url("https://app.test/base")]
        {
            let error = builder.csrf(csrf()).build().unwrap_err().to_string();
            assert!(error.starts_with("`Csrf::token_names(\"__Host-token\", ..)`"), "{error}");
        }
    }

    #[tokio::test]
    async fn a_token_counts_for_the_cookie_that_it_repeats_and_no_other() {
        let app = app(Csrf::new().token());
        let (_, mine) = browser(&app, "XSRF-TOKEN").await;
        let (_, theirs) = browser(&app, "XSRF-TOKEN").await;
        let ask = |cookie: &str, header: &str| {
            let ask = browse().method(Method::POST).at("/like").header("x-xsrf-token", header);
            // As HTTP/2 sends cookies: one on a line.
            ask.header("cookie", "a=b").header("cookie", &format!("XSRF-TOKEN={cookie}"))
        };
        assert_eq!(status(&app, ask(&mine, &mine)).await, 200);
        for (cookie, header) in [(&*mine, &*theirs), (&mine, ""), ("", &mine), ("", ""), (&mine, &mine[..40])]
        {
            assert_eq!(status(&app, ask(cookie, header)).await, 419);
        }
        assert_eq!(status(&app, ask(&mine, &mine).header("x-xsrf-token", "second")).await, 200);
    }
}
