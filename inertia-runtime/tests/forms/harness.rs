//! Sends forms through a router with the layer, and takes the answers apart.

use std::fmt::Debug;

use axum::{
    Router,
    body::Body,
    handler::Handler,
    routing::{any, get},
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, header};
use http_body_util::BodyExt as _;
use inertia::{Builder, Inertia, InertiaForm, InertiaProps, Valid};
use serde_json::Value;
use tower::ServiceExt as _;

/// A request to be sent.
#[derive(Clone)]
pub(crate) struct Ask {
    method: Method,
    uri: String,
    headers: HeaderMap,
    body: Vec<u8>,
}

/// A script's request, as `useHttp` makes it.
pub(crate) fn script() -> Ask {
    browser().header("accept", "application/json")
}

/// A browser's own form.
pub(crate) fn browser() -> Ask {
    let headers =
        HeaderMap::from_iter([(header::REFERER, HeaderValue::from_static("http://localhost/form"))]);
    Ask { method: Method::POST, uri: "/submit".to_owned(), headers, body: Vec::new() }
        .header("host", "localhost")
}

/// An Inertia visit.
pub(crate) fn visit() -> Ask {
    browser().header("x-inertia", "true").header("accept", "text/html, application/xhtml+xml")
}

/// Live validation of these fields.
pub(crate) fn live(fields: &str) -> Ask {
    live_all().header("precognition-validate-only", fields)
}

/// Live validation of all fields.
pub(crate) fn live_all() -> Ask {
    script().header("precognition", "true")
}

impl Ask {
    pub(crate) fn method(mut self, method: Method) -> Self {
        self.method = method;
        self
    }

    pub(crate) fn at(mut self, uri: &str) -> Self {
        uri.clone_into(&mut self.uri);
        self
    }

    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        let value = HeaderValue::from_str(value).expect("a header's value");
        self.headers.insert(HeaderName::from_static(name), value);
        self
    }

    pub(crate) fn json(self, value: &Value) -> Self {
        self.body("application/json", value.to_string())
    }

    pub(crate) fn urlencoded(self, text: &str) -> Self {
        self.body("application/x-www-form-urlencoded", text)
    }

    pub(crate) fn body(mut self, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self.header("content-type", content_type)
    }

    pub(crate) async fn send(self, app: &Router) -> Answer {
        let mut request = Request::builder().method(self.method).uri(self.uri);
        request.headers_mut().expect("a request").extend(self.headers);
        let request = request.body(Body::from(self.body)).expect("a request");
        let response = app.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let body = body.collect().await.expect("a body").to_bytes().to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// A header's values, in one text; nothing when it is not there.
    pub(crate) fn header(&self, name: &str) -> String {
        let values = self.headers.get_all(name).iter();
        values.map(|value| value.to_str().expect("a text")).collect::<Vec<_>>().join(", ")
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("a text")
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("not JSON: {}", self.text()))
    }

    /// The errors that the page shows to which this answer redirects.
    pub(crate) async fn flashed_errors(&self, app: &Router, bag: Option<&str>) -> Value {
        let location = self.header("location");
        let cookies: Vec<_> = self.headers.get_all("set-cookie").iter().collect();
        let pairs = cookies.iter().filter_map(|cookie| cookie.to_str().ok()?.split(';').next());
        let cookie = pairs.collect::<Vec<_>>().join("; ");
        let mut page = visit().method(Method::GET).at(&location).header("cookie", &cookie);
        if let Some(bag) = bag {
            page = page.header("x-inertia-error-bag", bag);
        }
        page.send(app).await.json()["props"]["errors"].take()
    }
}

/// An application that answers a form at `/submit` with this handler, and shows errors at `/form`.
pub(crate) fn app<H: Handler<M, ()>, M: 'static>(handler: H) -> Router {
    with(Inertia::builder(), handler)
}

/// The same with these settings.
pub(crate) fn with<S, H, M>(builder: Builder<S>, handler: H) -> Router
where
    S: Clone + Send + Sync + 'static,
    H: Handler<M, ()>,
    M: 'static,
{
    #[derive(InertiaProps)]
    struct Empty {}

    #[inertia::page("Form")]
    async fn form() -> Empty {
        Empty {}
    }

    let inertia = builder.all_errors(true).build().expect("the settings are fine");
    Router::new().route("/submit", any(handler)).route("/form", get(form)).layer(inertia.layer())
}

/// The handler of tests that look at the form only: says what it got.
pub(crate) async fn show<T: InertiaForm + Debug + Send + Sync>(form: Valid<T>) -> String {
    format!("{:?}", form.into_inner())
}

/// What a script is told that sends this form: the value, or the errors by field.
pub(crate) async fn submit<T: InertiaForm + Debug + Send + Sync>(form: Value) -> Result<String, Value> {
    told(&script().json(&form).send(&app(show::<T>)).await)
}

/// An answer's value or errors.
pub(crate) fn told(answer: &Answer) -> Result<String, Value> {
    match answer.status {
        StatusCode::OK => Ok(answer.text().to_owned()),
        StatusCode::UNPROCESSABLE_ENTITY => Err(answer.json()["errors"].take()),
        other => panic!("{other}: {}", answer.text()),
    }
}
