//! Page handlers: what they take, what they return, and what goes wrong.

use std::{collections::BTreeMap, fmt::Display, marker::PhantomData};

use axum::{
    Form, Json, Router,
    extract::{FromRequest, Path, Query, Request, State},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use inertia::{Error, Inertia, InertiaProps, Lazy, Page, lazy};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::harness::{COMPONENT, app, browse, get_app, page, partial, visit};

#[derive(InertiaProps)]
struct Index {
    total: u8,
}

/// What a page says whose total is this.
fn totals(total: u8) -> serde_json::Value {
    page(json!({"total": total}), json!({}))
}

/// An error type of an application.
enum AppError {
    NotFound,
    Gone(Box<Response>),
}

impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        match self {
            Self::NotFound => (StatusCode::NOT_FOUND, "no such event").into_response(),
            Self::Gone(response) => *response,
        }
    }
}

#[tokio::test]
async fn a_handler_returns_props_a_page_or_a_result_of_either() {
    #[inertia::page("Event/Index")]
    async fn props() -> Index {
        Index { total: 1 }
    }
    #[inertia::page("Event/Index")]
    async fn described() -> Page<Index> {
        Page::new(Index { total: 2 })
    }
    #[inertia::page("Event/Index")]
    async fn fallible() -> Result<Index, AppError> {
        Ok(Index { total: 3 })
    }
    #[inertia::page("Event/Index")]
    async fn both() -> Result<Page<Index>, AppError> {
        Ok(Index { total: 4 }.page())
    }
    #[inertia::page("Event/Index")]
    async fn any() -> Result<Index, Error> {
        Ok(Index { total: "5".parse()? })
    }
    let apps = [app(props), app(described), app(fallible), app(both), app(any)];
    for (app, total) in apps.iter().zip(1..) {
        assert_eq!(visit().page(app).await, totals(total));
        assert_eq!(browse().page(app).await, totals(total));
    }
}

#[tokio::test]
async fn the_error_of_a_handler_is_its_response() {
    #[inertia::page("Event/Index")]
    async fn missing() -> Result<Index, AppError> {
        Err(AppError::NotFound)
    }
    #[inertia::page("Event/Index")]
    async fn gone() -> Result<Page<Index>, AppError> {
        Err(AppError::Gone(Box::new((StatusCode::GONE, [("x-own", "1")], "gone").into_response())))
    }
    let answer = visit().send(&app(missing)).await;
    assert_eq!((answer.status, answer.body.as_str()), (StatusCode::NOT_FOUND, "no such event"));
    assert_eq!((answer.header("x-inertia"), answer.header("vary")), (None, Some("X-Inertia".to_owned())));
    let answer = visit().send(&app(gone)).await;
    assert_eq!((answer.status, answer.header("x-own").as_deref()), (StatusCode::GONE, Some("1")));
}

#[tokio::test]
async fn a_handler_that_fails_with_our_error_is_a_500() {
    #[inertia::page("Event/Index")]
    async fn failing() -> Result<Index, Error> {
        Ok(Index { total: "many".parse()? })
    }
    let answer = visit().send(&app(failing)).await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(!cfg!(debug_assertions) || answer.body.contains("invalid digit"), "{}", answer.body);
}

#[tokio::test]
async fn an_error_may_be_a_page_of_its_own() {
    #[derive(InertiaProps)]
    struct Problem {
        status: u16,
    }
    #[inertia::page("Error/Show")]
    async fn problem() -> Page<Problem> {
        Problem { status: 404 }.page().status(StatusCode::NOT_FOUND)
    }
    let inertia = Inertia::builder().build().unwrap();
    let app = Router::new().fallback(problem).layer(inertia.layer());
    let answer = visit().at("/missing?a=b").send(&app).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    let expected = json!({
        "component": "Error/Show", "props": {"errors": {}, "status": 404}, "url": "/missing?a=b", "version": null,
    });
    assert_eq!(answer.page(), expected);
    // A partial reload of the page that was shown before gets all of the error page.
    assert_eq!(partial().only("total").at("/missing?a=b").send(&app).await.page(), expected);
}

#[derive(Deserialize)]
struct Save {
    total: u8,
}

#[tokio::test]
async fn a_handler_takes_extractors_and_last_the_body() {
    #[inertia::page("Event/Index")]
    async fn form(method: Method, Form(Save { total }): Form<Save>) -> Index {
        assert_eq!(method, Method::POST);
        Index { total }
    }
    #[inertia::page("Event/Index")]
    async fn json(headers: HeaderMap, Json(save): Json<Save>) -> Result<Index, AppError> {
        headers.get("content-type").ok_or(AppError::NotFound)?;
        Ok(Index { total: save.total })
    }
    #[inertia::page("Event/Index")]
    async fn text(body: String) -> Index {
        Index { total: u8::try_from(body.len()).unwrap() }
    }
    #[inertia::page("Event/Index")]
    async fn raw(request: Request) -> Index {
        let Json(save) = Json::<Save>::from_request(request, &()).await.unwrap();
        Index { total: save.total }
    }
    let post = || visit().method(Method::POST);
    let posted = post().body("application/x-www-form-urlencoded", "total=7").page(&app(form)).await;
    assert_eq!(posted, totals(7));
    let posted = post().body("application/json", "{\"total\":8}").page(&app(json)).await;
    assert_eq!(posted, totals(8));
    assert_eq!(post().body("text/plain", "nine bytes"[1..].into()).page(&app(text)).await, totals(9));
    assert_eq!(post().body("application/json", "{\"total\":10}").page(&app(raw)).await, totals(10));
    let rejected = post().body("application/json", "{\"total\":true}").send(&app(json)).await;
    assert_eq!((rejected.status, rejected.header("x-inertia")), (StatusCode::UNPROCESSABLE_ENTITY, None));
}

#[tokio::test]
async fn a_handler_takes_the_routers_state_and_up_to_fifteen_extractors() {
    #[derive(Clone)]
    struct Db(u8);
    #[inertia::page("Event/Index")]
    #[allow(clippy::too_many_arguments)]
    async fn many(
        State(Db(n)): State<Db>,
        Path(id): Path<u8>,
        Query(query): Query<BTreeMap<String, u8>>,
        _inertia: Inertia,
        _method: Method,
        _uri: Uri,
        _headers: HeaderMap,
        (): (),
        (): (),
        (): (),
        (): (),
        (): (),
        (): (),
        (): (),
        body: String,
    ) -> Index {
        Index { total: n + id + query["a"] + u8::try_from(body.len()).unwrap() }
    }
    let inertia = Inertia::builder().build().unwrap();
    let app = Router::new().route("/{id}", post(many)).layer(inertia.layer()).with_state(Db(1));
    let ask = visit().method(Method::POST).at("/20?a=3").body("text/plain", "four");
    assert_eq!(ask.props(&app).await, json!({"errors": {}, "total": 28}));
}

#[tokio::test]
async fn handlers_and_props_may_be_generic() {
    trait Source: Send + Sync + 'static {
        type Item: Serialize + Send + 'static;
        fn item() -> Self::Item;
    }
    struct Numbers;
    impl Source for Numbers {
        type Item = u8;
        fn item() -> u8 {
            7
        }
    }
    struct Words;
    impl Source for Words {
        type Item = Vec<&'static str>;
        fn item() -> Self::Item {
            vec!["a", "b"]
        }
    }
    #[derive(InertiaProps)]
    struct Listed<T: Serialize + Send + 'static, M: Send + 'static> {
        item: T,
        again: Lazy<T>,
        #[serde(skip)]
        #[allow(dead_code)]
        marker: PhantomData<M>,
    }
    #[inertia::page("Event/Index")]
    async fn listed<S: Source>() -> Result<Listed<S::Item, S>, AppError> {
        Ok(Listed { item: S::item(), again: lazy(async { S::item() }), marker: PhantomData })
    }
    let numbers = visit().page(&app(listed::<Numbers>)).await;
    assert_eq!(numbers, page(json!({"item": 7, "again": 7}), json!({})));
    let words = visit().page(&app(listed::<Words>)).await;
    assert_eq!(words, page(json!({"item": ["a", "b"], "again": ["a", "b"]}), json!({})));
}

#[tokio::test]
async fn a_static_page_has_no_props_of_its_own() {
    let app = app(inertia::static_page(COMPONENT));
    let expected = page(json!({}), json!({}));
    for ask in [visit(), partial().only("a"), browse(), visit().method(Method::POST)] {
        assert_eq!(ask.page(&app).await, expected);
    }
}

#[tokio::test]
async fn without_the_layer_a_page_is_a_500_that_says_which_line_to_add() {
    #[inertia::page("Event/Index")]
    async fn index() -> Index {
        Index { total: 1 }
    }
    let extractor = |inertia: Inertia| async move { inertia.is_inertia().to_string() };
    let handlers = [get(index), get(inertia::static_page("About")), get(extractor)];
    for handler in handlers {
        let answer = visit().send(&Router::new().route("/", handler)).await;
        assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
        if cfg!(debug_assertions) {
            assert!(answer.body.contains("`.layer(inertia.layer())`"), "{}", answer.body);
        }
    }
}

#[tokio::test]
async fn a_prop_that_cannot_be_written_is_a_500_that_names_page_and_prop() {
    #[derive(InertiaProps)]
    struct Broken {
        #[nested]
        group: Group,
    }
    #[derive(InertiaProps)]
    struct Group {
        pairs: BTreeMap<(u8, u8), u8>,
    }
    #[inertia::page("Event/Index")]
    async fn broken() -> Broken {
        Broken { group: Group { pairs: BTreeMap::from([((1, 2), 3)]) } }
    }
    let app = app(broken);
    for ask in [visit(), browse()] {
        let answer = ask.send(&app).await;
        assert_eq!((answer.status, answer.header("x-inertia")), (StatusCode::INTERNAL_SERVER_ERROR, None));
        if cfg!(debug_assertions) {
            let start = "page `Event/Index`: prop `group.pairs` cannot be written as JSON: ";
            assert!(answer.body.starts_with(start), "{}", answer.body);
        }
    }
    assert_eq!(partial().only("other").page(&app).await, page(json!({}), json!({})));
}

#[tokio::test]
async fn a_header_that_cannot_be_sent_is_a_500_that_names_the_call() {
    #[inertia::page("Event/Index")]
    async fn value() -> Page<Index> {
        Index { total: 1 }.page().header("x-fine", "1").header("x-note", "a\nset-cookie: b")
    }
    #[inertia::page("Event/Index")]
    async fn name() -> Page<Index> {
        Index { total: 1 }.page().header("x note", "a")
    }
    for (app, call) in [(app(value), "`Page::header(\"x-note\", ..)`"), (app(name), "`Page::header(..)`")] {
        let answer = visit().send(&app).await;
        assert_eq!((answer.status, answer.header("x-fine")), (StatusCode::INTERNAL_SERVER_ERROR, None));
        assert!(
            !cfg!(debug_assertions) || answer.body.contains(call) && answer.body.contains(COMPONENT),
            "{}",
            answer.body
        );
    }
}

#[tokio::test]
async fn view_data_that_cannot_be_written_is_a_500_that_names_the_call() {
    #[inertia::page("Event/Index")]
    async fn index() -> Page<Index> {
        Index { total: 1 }.page().view_data("pairs", BTreeMap::from([((1, 2), 3)]))
    }
    for ask in [visit(), browse()] {
        let answer = ask.send(&app(index)).await;
        assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(
            !cfg!(debug_assertions) || answer.body.contains("`Page::view_data(\"pairs\", ..)`"),
            "{}",
            answer.body
        );
    }
}

#[tokio::test]
async fn view_data_is_no_prop() {
    #[inertia::page("Event/Index")]
    async fn index() -> Page<Index> {
        Index { total: 1 }.page().view_data("title", "Events")
    }
    for ask in [visit(), browse()] {
        assert_eq!(ask.page(&app(index)).await, totals(1));
    }
}

#[tokio::test]
async fn headers_of_a_page_are_added_to_the_response() {
    #[inertia::page("Event/Index")]
    async fn index() -> Page<Index> {
        let page = Index { total: 1 }.page().header("x-own", "1").header("set-cookie", "a=b");
        page.header("set-cookie", HeaderValue::from_static("c=d"))
    }
    let answer = visit().send(&app(index)).await;
    assert_eq!(answer.header("x-own").as_deref(), Some("1"));
    assert_eq!(answer.header("set-cookie").as_deref(), Some("a=b | c=d"));
    assert_eq!(answer.page(), totals(1));
}

#[tokio::test]
async fn a_page_in_a_nested_router_has_the_url_that_was_asked_for() {
    #[inertia::page("Event/Index")]
    async fn index(uri: Uri) -> Page<Index> {
        assert_eq!(uri.path(), "/list");
        Index { total: 1 }.page()
    }
    let outside = Inertia::builder().version("v1").build().unwrap();
    let events = || Router::new().route("/list", get(index));
    let app = Router::new().nest("/admin", Router::new().nest("/events", events())).layer(outside.layer());
    let ask = || visit().at("/admin/events/list?page=2");
    let page = ask().header("x-inertia-version", "v1").page(&app).await;
    assert_eq!(page["url"], "/admin/events/list?page=2");
    let stale = ask().send(&app).await;
    assert_eq!(stale.header("x-inertia-location").as_deref(), Some("/admin/events/list?page=2"));
    // The layer may also be on the nested router itself.
    let app = Router::new().nest("/admin/events", events().layer(outside.layer()));
    let page = ask().header("x-inertia-version", "v1").page(&app).await;
    assert_eq!(page["url"], "/admin/events/list?page=2");
    let stale = ask().send(&app).await;
    assert_eq!(stale.header("x-inertia-location").as_deref(), Some("/admin/events/list?page=2"));
}

#[tokio::test]
async fn a_head_request_gets_a_pages_headers_without_its_body() {
    #[inertia::page("Event/Index")]
    async fn index() -> Index {
        Index { total: 1 }
    }
    let app = get_app(index);
    for (ask, kind) in [(visit(), "application/json"), (browse(), "text/html; charset=utf-8")] {
        let answer = ask.method(Method::HEAD).send(&app).await;
        assert_eq!((answer.status, answer.body.as_str()), (StatusCode::OK, ""));
        assert_eq!(answer.header("content-type").as_deref(), Some(kind));
        assert_eq!(answer.header("vary").as_deref(), Some("X-Inertia"));
    }
}

#[tokio::test]
async fn a_page_renders_what_its_handler_knows_by_its_own_types() {
    #[derive(InertiaProps)]
    #[serde(rename_all = "camelCase")]
    struct Typed {
        event_name: Shown<&'static str>,
        #[serde(rename = "size")]
        seat_count: Option<u8>,
        #[serde(skip)]
        #[allow(dead_code)]
        secret: u8,
        #[serde(skip_serializing_if = "Option::is_none")]
        note: Option<u8>,
        #[serde(serialize_with = "shout")]
        loud: &'static str,
    }
    struct Shown<T>(T);
    impl<T: Display> Serialize for Shown<T> {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_str(&self.0)
        }
    }
    #[allow(clippy::trivially_copy_pass_by_ref)]
    fn shout<S: serde::Serializer>(text: &&'static str, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&text.to_uppercase())
    }
    #[inertia::page("Event/Index")]
    async fn typed() -> Typed {
        Typed { event_name: Shown("Gig"), seat_count: None, secret: 1, note: None, loud: "sold out" }
    }
    let app = app(typed);
    let expected = page(json!({"eventName": "Gig", "size": null, "loud": "SOLD OUT"}), json!({}));
    assert_eq!(visit().page(&app).await, expected);
    let some = partial().only("eventName,note,secret,loud").page(&app).await;
    assert_eq!(some, page(json!({"eventName": "Gig", "loud": "SOLD OUT"}), json!({})));
}
