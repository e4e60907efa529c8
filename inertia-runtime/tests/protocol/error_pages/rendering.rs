//! The error page as a page: its props, its headers, what it says once.

use axum::{
    Extension,
    extract::Request,
    middleware::{Next, from_fn},
};
use http::{HeaderMap, Method};
use inertia::{CspNonce, static_page};
use serde_json::json;

use super::*;

#[tokio::test]
async fn it_takes_over_the_status_and_what_the_headers_say_besides() {
    let app = app();
    for ask in [visit("/limited"), open("/limited")] {
        let answer = ask.send(&app).await;
        assert_sorry(&answer, 429);
        assert_eq!(answer.header("retry-after").as_deref(), Some("120"));
        assert_eq!(answer.header("set-cookie").as_deref(), Some("seen=1"));
        assert_eq!(answer.header("etag"), None);
        assert_eq!(answer.header("cache-control").as_deref(), Some("no-cache, private"));
        assert_eq!(answer.header("vary").as_deref(), Some("Origin | Accept | X-Inertia"));
    }
}

#[tokio::test]
async fn its_own_headers_win_and_cookies_are_added() {
    #[inertia::page("Error")]
    async fn own() -> Page<Shared> {
        shared().await.page().header("retry-after", "5").header("set-cookie", "mine=1")
    }
    let app = routes().layer(plain_builder().error_page(own).build().unwrap().layer());
    let answer = visit("/limited").send(&app).await;
    assert_eq!(answer.header("retry-after").as_deref(), Some("5"));
    assert_eq!(answer.header("set-cookie").as_deref(), Some("seen=1 | mine=1"));
}

#[tokio::test]
async fn what_nobody_may_store_stays_so() {
    async fn refuses() -> impl IntoResponse {
        (StatusCode::FORBIDDEN, [(header::CACHE_CONTROL, "no-store")])
    }
    let inertia = plain_builder().state(Made::default()).error_page(error_page).build().unwrap();
    let app = Router::new().route("/", get(refuses)).layer(inertia.layer());
    let answer = visit("/").send(&app).await;
    assert_sorry(&answer, 403);
    assert_eq!(answer.header("cache-control").as_deref(), Some("no-store"));
}

#[tokio::test]
async fn it_may_have_a_status_of_its_own() {
    #[inertia::page("Error")]
    async fn hidden(error: ErrorInfo) -> Page<Shared> {
        let status =
            if error.status() == StatusCode::FORBIDDEN { StatusCode::NOT_FOUND } else { error.status() };
        shared().await.page().status(status)
    }
    let app = routes().layer(plain_builder().error_page(hidden).build().unwrap().layer());
    assert_eq!(visit("/text").send(&app).await.status, StatusCode::NOT_FOUND);
    assert_eq!(visit("/busy").send(&app).await.status, StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn a_page_without_props_will_do() {
    let app = routes().layer(plain_builder().error_page(static_page("Oops")).build().unwrap().layer());
    for ask in [visit("/nowhere"), open("/nowhere")] {
        let answer = ask.send(&app).await;
        assert_eq!((answer.status.as_u16(), answer.page()["component"].as_str()), (404, Some("Oops")));
    }
}

#[tokio::test]
async fn a_head_request_gets_the_head_of_the_page() {
    let app = app();
    for (path, status) in [("/text", 403), ("/busy", 503), ("/document", 404)] {
        for ask in [visit, open] {
            let (get, head) = (ask(path).send(&app).await, ask(path).method(Method::HEAD).send(&app).await);
            assert_eq!((head.status.as_u16(), &*head.body), (status, ""), "{path}");
            assert_eq!(head.header("content-type"), get.header("content-type"), "{path}");
            assert_eq!(head.header("x-inertia"), get.header("x-inertia"), "{path}");
        }
    }
}

#[tokio::test]
async fn the_history_is_encrypted_as_that_of_every_page() {
    let builder = plain_builder().encrypt_history(true).state(Made::default()).error_page(error_page);
    let app = routes().layer(builder.build().unwrap().layer());
    for ask in [visit("/nowhere"), open("/nowhere")] {
        assert_eq!(ask.send(&app).await.page()["encryptHistory"], true);
    }
}

#[tokio::test]
async fn a_reload_of_the_error_page_is_a_partial_one() {
    let app = app();
    let ask = visit("/busy").header("x-inertia-partial-component", "Error").only("lazy");
    let answer = ask.send(&app).await;
    assert_eq!(answer.status.as_u16(), 503);
    assert_eq!(answer.page()["props"], json!({"errors": {}, "lazy": "computed"}));
}

#[tokio::test]
async fn what_middleware_shared_is_on_the_page() {
    async fn number(inertia: Inertia, request: Request, next: Next) -> Response {
        inertia.share("requestId", 7);
        next.run(request).await
    }
    let inertia = plain_builder().state(Made::default()).error_page(error_page).build().unwrap();
    let app = routes().layer(from_fn(number)).layer(inertia.layer());
    for path in ["/nowhere", "/event?broken", "/panics"] {
        assert_eq!(visit(path).send(&app).await.page()["props"]["requestId"], 7, "{path}");
    }
}

#[tokio::test]
async fn extractors_see_the_request_as_it_came_to_the_layer() {
    #[derive(InertiaProps)]
    struct Seen {
        method: String,
        language: String,
        user: &'static str,
        route: Option<u32>,
    }
    #[derive(Clone)]
    struct User(&'static str);
    #[inertia::page("Error")]
    async fn seen(
        method: Method,
        headers: HeaderMap,
        Extension(user): Extension<User>,
        route: Option<axum::extract::Path<u32>>,
    ) -> Seen {
        Seen {
            method: method.to_string(),
            language: headers["accept-language"].to_str().unwrap().to_owned(),
            user: user.0,
            route: route.map(|route| route.0),
        }
    }
    let inertia = plain_builder().error_page(seen).build().unwrap();
    let app =
        Router::new().route("/events/{id}", any(failed)).layer(inertia.layer()).layer(Extension(User("Eva")));
    let ask = visit("/events/7").method(Method::PATCH).header("accept-language", "de");
    let props = ask.send(&app).await.page()["props"].take();
    assert_eq!(props, json!({"errors": {}, "method": "PATCH", "language": "de", "user": "Eva", "route": 7}));
}

#[tokio::test]
async fn shared_props_see_it_as_well() {
    #[derive(InertiaProps)]
    struct Greeting {
        language: String,
    }
    async fn greeting(headers: HeaderMap) -> Greeting {
        Greeting { language: headers["accept-language"].to_str().unwrap().to_owned() }
    }
    let builder = plain_builder().share(greeting).state(Made::default()).error_page(error_page);
    let app = routes().layer(builder.build().unwrap().layer());
    let answer = visit("/nowhere").header("accept-language", "de").send(&app).await;
    assert_eq!(answer.page()["props"]["language"], "de");
}

#[tokio::test]
async fn its_document_has_the_nonce_of_the_request() {
    let inertia = plain_builder().state(Made::default()).error_page(error_page).build().unwrap();
    let app = routes().layer(inertia.layer()).layer(Extension(CspNonce("r4nd0m".to_owned())));
    assert!(
        open("/nowhere")
            .send(&app)
            .await
            .body
            .contains("<script data-page=\"app\" type=\"application/json\" nonce=\"r4nd0m\">")
    );
}

#[tokio::test]
async fn its_address_has_the_host_that_http_2_sends() {
    async fn of_tenant(uri: Uri) -> Redirect {
        Redirect::to(format!("/of/{}", uri.authority().expect("a host")))
    }
    let app = routes().layer(plain_builder().error_page(of_tenant).build().unwrap().layer());
    let answer = open("http://tenant.test/nowhere").send(&app).await;
    assert_eq!(answer.header("location").as_deref(), Some("/of/tenant.test"));
}

#[tokio::test]
async fn a_nested_router_keeps_the_whole_path() {
    let inertia = plain_builder().state(Made::default()).error_page(error_page).build().unwrap();
    let app = Router::new().nest("/admin", routes().layer(inertia.layer()));
    assert_eq!(visit("/admin/text").send(&app).await.page()["url"], "/admin/text");
}

#[cfg(feature = "cookie-session")]
mod flash {
    use super::*;
    use crate::flash::browser::{self, Browser};

    fn app() -> Router {
        let inertia = Inertia::builder().key([7; 32]).state(Made::default()).error_page(error_page);
        routes().layer(inertia.build().unwrap().layer())
    }

    #[tokio::test]
    async fn what_waits_for_a_page_waits_on() {
        for path in ["/nowhere", "/event?broken", "/panics", "/text"] {
            for ask in [visit, open] {
                let (pages, mut browser) = (browser::app(), Browser::default());
                browser.flash(&pages, "saved").await;
                let answer = browser.send(&app(), ask(path)).await;
                assert_eq!(answer.page()["flash"], serde_json::Value::Null);
                assert_eq!(browser.toast(&pages).await, "saved");
            }
        }
    }

    #[tokio::test]
    async fn what_the_request_has_said_is_said_once() {
        async fn says(inertia: Inertia) -> StatusCode {
            inertia.flash("toast", "half done");
            StatusCode::BAD_GATEWAY
        }
        let inertia = Inertia::builder().key([7; 32]).state(Made::default()).error_page(error_page);
        let app = Router::new().route("/", get(says)).layer(inertia.build().unwrap().layer());
        let mut browser = Browser::default();
        let answer = browser.send(&app, visit("/")).await;
        assert_sorry(&answer, 502);
        assert_eq!(answer.page()["flash"], json!({"toast": "half done"}));
        assert!(browser.cookies.is_empty());
    }
}

#[tokio::test]
async fn a_redirect_is_sent_as_it_is() {
    async fn elsewhere(error: ErrorInfo) -> Response {
        if error.status() == StatusCode::FORBIDDEN {
            Redirect::to("/log-in#form").into_response()
        } else {
            inertia::location("https://status.test/").into_response()
        }
    }
    let app = routes().layer(plain_builder().error_page(elsewhere).build().unwrap().layer());
    let browser = open("/text").send(&app).await;
    assert_eq!((browser.status.as_u16(), browser.header("location").as_deref()), (302, Some("/log-in#form")));
    let client = visit("/text").send(&app).await;
    assert_eq!(
        (client.status.as_u16(), client.header("x-inertia-redirect").as_deref()),
        (409, Some("/log-in#form"))
    );
    let away = visit("/busy").send(&app).await;
    assert_eq!(
        (away.status.as_u16(), away.header("x-inertia-location").as_deref()),
        (409, Some("https://status.test/"))
    );
}

#[cfg(feature = "tower-sessions")]
#[tokio::test]
async fn it_and_the_shared_props_have_the_requests_session() {
    use tower_sessions::{MemoryStore, Session, SessionManagerLayer};

    #[derive(InertiaProps)]
    struct Frame {
        visitor: Option<String>,
    }

    #[derive(InertiaProps)]
    struct Known {
        visits: Option<u32>,
    }

    async fn frame(session: Session) -> Frame {
        Frame { visitor: session.get("visitor").await.unwrap() }
    }

    #[inertia::page("Error")]
    async fn known(session: Session) -> Known {
        Known { visits: session.get("visits").await.unwrap() }
    }

    async fn fails(session: Session) -> StatusCode {
        session.insert("visitor", "Ada").await.unwrap();
        session.insert("visits", 3).await.unwrap();
        StatusCode::FORBIDDEN
    }

    let inertia = plain_builder().share(frame).error_page(known).build().unwrap();
    let app = Router::new()
        .route("/", get(fails))
        .layer(inertia.layer())
        .layer(SessionManagerLayer::new(MemoryStore::default()));
    let answer = visit("/").send(&app).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let expected = json!({"errors": {}, "visitor": "Ada", "visits": 3});
    assert_eq!(answer.page()["props"], expected);
}
