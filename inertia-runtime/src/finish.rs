//! What the layer does to an answer: redirects that a client can follow, and no empty page.

use axum::{body::Body, response::Response};
use http::{
    HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri,
    header::{self, CONTENT_DISPOSITION, LOCATION},
};
use http_body::Body as _;
use url::Url;

use crate::{
    config::App,
    origin::{RequestHost, browser_path, header_value, is_web, relative},
    protocol::headers::{self, text},
    redirect::Unfinished,
};

/// What of the request the answer depends on.
#[derive(Debug)]
#[doc(hidden)]
pub struct RequestSummary {
    pub(crate) method: Method,
    /// The URL that was asked for, on an Inertia visit.
    pub(crate) uri: Option<Uri>,
    pub(crate) prefetch: bool,
    pub(crate) referer: Option<HeaderValue>,
    pub(crate) host: RequestHost,
}

/// The headers that speak of a body, which goes when a redirect becomes a 409.
const CONTENT_HEADERS: [HeaderName; 7] = [
    header::CONTENT_TYPE,
    header::CONTENT_LENGTH,
    header::CONTENT_ENCODING,
    header::CONTENT_LANGUAGE,
    header::CONTENT_LOCATION,
    header::CONTENT_RANGE,
    header::TRANSFER_ENCODING,
];

/// The answer to a client whose assets are stale: it loads the page anew.
pub(crate) fn stale(app: &App, uri: &Uri) -> Response {
    let path = browser_path("", path_and_query(uri));
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::CONFLICT;
    if let Some(url) = header_value(&format!("{}{path}", app.origins.prefix())) {
        response.headers_mut().insert(headers::LOCATION, url);
    }
    if let Some(version) = app.version().and_then(|version| HeaderValue::from_str(version).ok()) {
        response.headers_mut().insert(headers::VERSION, version);
    }
    response
}

/// Makes an answer one that the client can use.
pub(crate) fn finish(response: &mut Response, app: &App, request: &RequestSummary) {
    let redirects = response.status().is_redirection();
    let unfinished = if redirects { response.extensions_mut().remove::<Unfinished>() } else { None };
    if unfinished == Some(Unfinished::Back)
        && let Some(referer) = own_referer(app, request)
    {
        response.headers_mut().insert(LOCATION, referer);
    }
    let Some(uri) = &request.uri else { return };
    let visit = Visit { app, request, uri };
    match unfinished {
        Some(Unfinished::Client) => conflict(response, headers::REDIRECT),
        Some(Unfinished::Location) => conflict(response, headers::LOCATION),
        Some(Unfinished::Back) | None => {
            visit.fill_empty(response);
            visit.convert(response);
        }
    }
}

/// An Inertia visit, whose client follows redirects by XHR.
struct Visit<'a> {
    app: &'a App,
    request: &'a RequestSummary,
    uri: &'a Uri,
}

impl Visit<'_> {
    /// A client shows an empty answer as an error, so it becomes a redirect back; not to a page that led to itself.
    fn fill_empty(&self, response: &mut Response) {
        let empty = response.status() == StatusCode::OK
            && self.request.method != Method::HEAD
            && response.body().size_hint().exact() == Some(0)
            && !response.headers().contains_key(CONTENT_DISPOSITION);
        if !empty {
            return;
        }
        let back = own_referer(self.app, self.request).unwrap_or(HeaderValue::from_static("/"));
        let here = browser_path(self.app.origins.path_prefix(), path_and_query(self.uri));
        if self.request.method == Method::GET && back == here.as_str() {
            return;
        }
        *response.status_mut() = StatusCode::FOUND;
        response.headers_mut().insert(LOCATION, back);
        drop_content(response.headers_mut());
    }

    fn convert(&self, response: &mut Response) {
        let status = response.status();
        if !matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
            return;
        }
        let Some(location) = response.headers().get(LOCATION).map(|location| text(location).into_owned())
        else {
            return;
        };
        let origins = &self.app.origins;
        // 307 and 308 promise that the method is kept, and the client follows a 409 by GET.
        let may_become_get = !matches!(status.as_u16(), 307 | 308) || self.request.method == Method::GET;
        // What cannot be resolved is left to the browser.
        let url = origins.resolve(&location, &self.request.host, path_and_query(self.uri));
        if let Some(url) = url.filter(|_| may_become_get) {
            let (header, target) = if origins.is_own(&url, &self.request.host) {
                let anew = has_fragment(&url) && !self.request.prefetch;
                (headers::REDIRECT, anew.then(|| relative(&url)))
            } else {
                (headers::LOCATION, is_web(&url).then_some(location))
            };
            // A script reads headers as Latin-1, so the target is encoded anew.
            if let Some(target) = target.and_then(|target| header_value(&target)) {
                response.headers_mut().insert(LOCATION, target);
                return conflict(response, header);
            }
        }
        if matches!(status.as_u16(), 301 | 302)
            && [Method::PUT, Method::PATCH, Method::DELETE].contains(&self.request.method)
        {
            *response.status_mut() = StatusCode::SEE_OTHER;
        }
    }
}

fn has_fragment(url: &Url) -> bool {
    url.fragment().is_some_and(|fragment| !fragment.is_empty())
}

/// Turns a redirect into the 409 by which the client goes there itself.
fn conflict(response: &mut Response, header: HeaderName) {
    let Some(target) = response.headers_mut().remove(LOCATION) else { return };
    *response.status_mut() = StatusCode::CONFLICT;
    *response.body_mut() = Body::empty();
    drop_content(response.headers_mut());
    response.headers_mut().insert(header, target);
}

fn drop_content(headers: &mut HeaderMap) {
    for name in CONTENT_HEADERS {
        headers.remove(name);
    }
}

/// The page that the visitor came from, when it is ours: path and query, never a host.
fn own_referer(app: &App, request: &RequestSummary) -> Option<HeaderValue> {
    let mut referer = Url::parse(&text(request.referer.as_ref()?)).ok()?;
    if !app.origins.is_own(&referer, &request.host) {
        return None;
    }
    referer.set_fragment(None);
    header_value(&relative(&referer))
}

pub(crate) fn path_and_query(uri: &Uri) -> &str {
    uri.path_and_query().map_or("/", |path_and_query| path_and_query.as_str())
}
