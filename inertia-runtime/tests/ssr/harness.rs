//! An application with a renderer, and renderers of every kind.

use std::{
    future::Future,
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{
    Json, Router,
    body::{Body, Bytes},
    extract::Path,
    http::{Request, Response},
    response::IntoResponse,
    routing::{get, post},
};
use http_body_util::BodyExt as _;
use inertia::{Inertia, InertiaApp, InertiaProps, Page, Ssr, SsrFailure};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};
use tower::ServiceExt as _;

/// How long anything may take: long enough for every machine, and far from how long the tests let a renderer be waited for.
pub(crate) const AGES: Duration = Duration::from_secs(30);

#[derive(InertiaProps)]
struct Event {
    id: u32,
    title: &'static str,
}

#[inertia::page("Event/Show")]
async fn show(Path(id): Path<u32>) -> Event {
    Event { id, title: "</script> & <b>" }
}

#[inertia::page("Event/Map", ssr = false)]
async fn map() -> Event {
    Event { id: 1, title: "Map" }
}

#[inertia::page("Event/Show")]
async fn by_choice() -> Page<Event> {
    Event { id: 1, title: "Choice" }.page().without_ssr()
}

/// The application's router.
pub(crate) fn router(app: &InertiaApp) -> Router {
    Router::new()
        .route("/events/{id}", get(show))
        .route("/map", get(map))
        .route("/choice", get(by_choice))
        .route("/about", get(inertia::static_page("About")))
        .route("/about/map", get(inertia::static_page("About").without_ssr()))
        .layer(app.layer())
}

pub(crate) fn app(ssr: Ssr) -> Router {
    router(&Inertia::builder().without_session().version("v1").ssr(ssr).build().unwrap())
}

/// Counts and keeps what failed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Failures(Arc<Mutex<Vec<SsrFailure>>>);

impl Failures {
    pub(crate) fn of(ssr: Ssr) -> (Ssr, Self) {
        let failures = Self::default();
        let kept = failures.clone();
        (ssr.on_failure(move |failure| kept.0.lock().unwrap().push(failure.clone())), failures)
    }

    pub(crate) fn kinds(&self) -> Vec<String> {
        self.0.lock().unwrap().iter().map(|failure| failure.kind.clone().into_owned()).collect()
    }

    pub(crate) fn last(&self) -> SsrFailure {
        self.0.lock().unwrap().last().cloned().expect("a failure")
    }
}

/// A document, and who has rendered it.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) html: String,
}

impl Document {
    pub(crate) fn is_server_rendered(&self) -> bool {
        self.html.contains("data-server-rendered=\"true\"")
    }

    /// The page object in it.
    pub(crate) fn page(&self) -> Value {
        let (_, rest) = self.html.split_once("type=\"application/json\">").expect("a page script");
        let (json, _) = rest.split_once("</script>").expect("its end");
        serde_json::from_str(json).expect("a page object")
    }
}

/// A first visit. Whatever the renderer does, it has a whole document.
pub(crate) async fn visit(app: &Router, path: &str) -> Document {
    let response = app.clone().oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(response.status(), 200, "{path}");
    assert_eq!(response.headers()["content-type"], "text/html; charset=utf-8");
    let document = Document { html: text(response).await };
    assert!(document.html.trim_end().ends_with("</html>"), "{}", document.html);
    if !document.is_server_rendered() {
        assert!(document.html.contains("<div id=\"app\"></div>"), "{}", document.html);
    }
    document
}

pub(crate) async fn text(response: Response<Body>) -> String {
    String::from_utf8(response.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap()
}

/// What the published renderers make of a page.
pub(crate) fn rendered(page: &[u8]) -> Value {
    let page: Value = serde_json::from_slice(page).unwrap();
    let json = page.to_string().replace('/', "\\/").replace('<', "\\u003c");
    json!({
        "head": [format!("<title data-inertia=\"\">{}</title>", page["component"].as_str().unwrap())],
        "body": format!(
            "<script data-page=\"app\" type=\"application/json\">{json}</script>\
             <div data-server-rendered=\"true\" id=\"app\"><h1>{}</h1></div>",
            page["props"]["id"]
        ),
    })
}

/// A renderer that works.
pub(crate) async fn working() -> String {
    renderer(async |page| Json(rendered(&page))).await.0
}

/// A renderer that answers at `/render`; its address, and how often it was asked.
pub(crate) async fn renderer<F, R>(
    answer: impl Fn(Bytes) -> F + Clone + Send + Sync + 'static,
) -> (String, Arc<AtomicUsize>)
where
    F: Future<Output = R> + Send,
    R: IntoResponse,
{
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let render = post(move |page: Bytes| {
        count.fetch_add(1, Ordering::SeqCst);
        answer(page)
    });
    // As the published one does, it knows no 404.
    let unknown = async || Json(json!({ "status": "NOT_FOUND", "timestamp": 0 }));
    let router = Router::new().route("/render", render).fallback(unknown);
    let (listener, address) = listen().await;
    tokio::spawn(async move { axum::serve(listener, router).await });
    (format!("http://{address}"), asked)
}

/// A renderer that writes bytes to everybody who asks, and then holds the line.
pub(crate) async fn writing(bytes: &'static [u8]) -> String {
    let (listener, address) = listen().await;
    tokio::spawn(async move {
        let mut held = Vec::new();
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let _ = stream.read(&mut [0; 1 << 10]).await.unwrap();
            stream.write_all(bytes).await.unwrap();
            held.push(stream);
        }
    });
    format!("http://{address}")
}

pub(crate) async fn listen() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address)
}
