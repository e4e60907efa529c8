//! Sends requests through a router with the layer, and takes the answers apart.

use std::{cell::RefCell, fmt, sync::Once};

use axum::{
    Router,
    body::Body,
    handler::Handler,
    routing::{any, get},
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode};
use http_body_util::BodyExt as _;
use inertia::{Builder, Inertia, InertiaProps, Lazy, lazy};
use serde_json::{Value, json};
use tower::ServiceExt as _;
use tracing::{Event, Metadata, field, span, subscriber::Interest};

/// The component that [`Ask::only`] and its like speak of.
pub(crate) const COMPONENT: &str = "Event/Index";

/// An application without settings that answers every request with this handler.
pub(crate) fn app<H: Handler<T, ()>, T: 'static>(handler: H) -> Router {
    with(Inertia::builder(), handler)
}

/// The same with these settings.
pub(crate) fn with<S, H, T>(builder: Builder<S>, handler: H) -> Router
where
    S: Clone + Send + Sync + 'static,
    H: Handler<T, ()>,
    T: 'static,
{
    let inertia = builder.build().expect("the settings are fine");
    Router::new().route("/", any(handler.clone())).route("/{*path}", any(handler)).layer(inertia.layer())
}

/// An application whose handlers answer GET only, as most pages do.
pub(crate) fn get_app<H: Handler<T, ()>, T: 'static>(handler: H) -> Router {
    let inertia = Inertia::builder().build().expect("the settings are fine");
    Router::new().route("/", get(handler)).layer(inertia.layer())
}

/// What a response's page object is: the props after `errors`, and the members after `version`.
#[allow(clippy::needless_pass_by_value, reason = "it is called with `json!`")]
pub(crate) fn page(props: Value, rest: Value) -> Value {
    let mut page = json!({"component": COMPONENT, "props": {"errors": {}}, "url": "/", "version": null});
    for (into, from) in [("/props", &props), ("", &rest)] {
        let members = from.as_object().expect("members of an object").clone();
        page.pointer_mut(into).and_then(Value::as_object_mut).expect("an object").extend(members);
    }
    page
}

/// A request to be sent.
#[derive(Clone)]
pub(crate) struct Ask {
    method: Method,
    uri: String,
    headers: HeaderMap,
    body: String,
}

/// A browser's request for a document.
pub(crate) fn browse() -> Ask {
    Ask { method: Method::GET, uri: "/".to_owned(), headers: HeaderMap::new(), body: String::new() }
}

/// An Inertia visit.
pub(crate) fn visit() -> Ask {
    browse().header("x-inertia", "true")
}

/// A partial reload of [`COMPONENT`], without any list.
pub(crate) fn partial() -> Ask {
    visit().header("x-inertia-partial-component", COMPONENT)
}

impl Ask {
    pub(crate) fn at(mut self, uri: &str) -> Self {
        uri.clone_into(&mut self.uri);
        self
    }

    pub(crate) fn method(mut self, method: Method) -> Self {
        self.method = method;
        self
    }

    /// Adds a header, after those of the same name.
    pub(crate) fn header(self, name: &'static str, value: &str) -> Self {
        self.bytes(name, value.as_bytes())
    }

    /// Adds a header whose value need not be text.
    pub(crate) fn bytes(mut self, name: &'static str, value: &[u8]) -> Self {
        let value = HeaderValue::from_bytes(value).expect("a header's value");
        self.headers.append(HeaderName::from_static(name), value);
        self
    }

    pub(crate) fn body(mut self, kind: &'static str, body: &str) -> Self {
        body.clone_into(&mut self.body);
        self.header("content-type", kind)
    }

    pub(crate) fn only(self, list: &str) -> Self {
        self.header("x-inertia-partial-data", list)
    }

    pub(crate) fn except(self, list: &str) -> Self {
        self.header("x-inertia-partial-except", list)
    }

    pub(crate) fn reset(self, list: &str) -> Self {
        self.header("x-inertia-reset", list)
    }

    /// The keys of the once props that the client has.
    pub(crate) fn holding(self, keys: &str) -> Self {
        self.header("x-inertia-except-once-props", keys)
    }

    pub(crate) fn scrolling(self, intent: &str) -> Self {
        self.header("x-inertia-infinite-scroll-merge-intent", intent)
    }

    pub(crate) async fn send(self, app: &Router) -> Answer {
        let mut request = Request::new(Body::from(self.body));
        *request.method_mut() = self.method;
        *request.uri_mut() = self.uri.parse().expect("a URI");
        *request.headers_mut() = self.headers;
        let (parts, body) = app.clone().oneshot(request).await.expect("no error").into_parts();
        let body = body.collect().await.expect("a whole body").to_bytes();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8(body.to_vec()).expect("text"),
        }
    }

    /// The page object of the answer, which must be a 200.
    pub(crate) async fn page(self, app: &Router) -> Value {
        let answer = self.send(app).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        answer.page()
    }

    /// The props of the answer, which must be a 200.
    pub(crate) async fn props(self, app: &Router) -> Value {
        self.page(app).await["props"].take()
    }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    /// The header's values, with a bar between them.
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        let values: Vec<_> = self.headers.get_all(name).iter().map(|value| value.to_str().unwrap()).collect();
        (!values.is_empty()).then(|| values.join(" | "))
    }

    /// The names of the headers, sorted, but for the length that the server adds.
    pub(crate) fn header_names(&self) -> Vec<&str> {
        let names = self.headers.keys().map(HeaderName::as_str).filter(|name| *name != "content-length");
        let mut names: Vec<_> = names.collect();
        names.sort_unstable();
        names
    }

    /// The page object, on its own or in a document.
    pub(crate) fn page(&self) -> Value {
        let json = if self.header("x-inertia").is_some() {
            assert_eq!(self.header("content-type").as_deref(), Some("application/json"));
            &self.body
        } else {
            assert_eq!(self.header("content-type").as_deref(), Some("text/html; charset=utf-8"));
            self.script()
        };
        let page: Value = serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {json}"));
        if json == self.body {
            assert_eq!(page.to_string().len(), json.len(), "no member is there twice: {json}");
        }
        page
    }

    /// What stands in the document's script element.
    pub(crate) fn script(&self) -> &str {
        let (_, rest) = self.body.split_once("<script data-page=\"app\"").expect("a script element");
        let (_, rest) = rest.split_once('>').expect("an end of its start tag");
        rest.split_once("</script>").expect("an end tag").0
    }
}

/// A page without props.
#[derive(InertiaProps)]
pub(crate) struct Nothing {}

#[inertia::page("Event/Index")]
pub(crate) async fn nothing() -> Nothing {
    Nothing {}
}

/// A prop that must not be computed: the page fails when it is.
pub(crate) fn unneeded<T: Send + 'static>() -> Lazy<T> {
    fn polled<T>() -> T {
        panic!("this prop is not needed")
    }
    lazy(async { polled::<T>() })
}

thread_local! {
    /// What this thread has logged, while a [`Log`] listens.
    static LINES: RefCell<Option<Vec<String>>> = const { RefCell::new(None) };
}

/// Listens to what this thread logs.
pub(crate) fn log() -> Log {
    // One subscriber for all threads: a callsite asks whichever it meets first whether it is of any interest at all.
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        tracing::subscriber::set_global_default(Listener).expect("no other subscriber");
        tracing::callsite::rebuild_interest_cache();
    });
    LINES.set(Some(Vec::new()));
    Log(())
}

pub(crate) struct Log(());

impl Log {
    /// The lines that contain this.
    #[allow(clippy::unused_self, reason = "there are lines while this lives")]
    pub(crate) fn lines(&self, part: &str) -> Vec<String> {
        LINES
            .with_borrow(|lines| lines.iter().flatten().filter(|line| line.contains(part)).cloned().collect())
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        LINES.set(None);
    }
}

struct Listener;

impl tracing::Subscriber for Listener {
    fn register_callsite(&self, _: &'static Metadata<'static>) -> Interest {
        Interest::sometimes()
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        !metadata.is_span() && metadata.target().starts_with("inertia") && LINES.with_borrow(Option::is_some)
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut message = Message(String::new());
        event.record(&mut message);
        let line = format!("{} {}", event.metadata().level(), message.0);
        LINES.with_borrow_mut(|lines| lines.iter_mut().for_each(|lines| lines.push(line.clone())));
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

struct Message(String);

impl field::Visit for Message {
    fn record_debug(&mut self, field: &field::Field, value: &dyn fmt::Debug) {
        if field.name() == "message" {
            self.0 = format!("{value:?}");
        }
    }
}
