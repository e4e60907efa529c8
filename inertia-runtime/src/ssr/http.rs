//! The HTTP client for a renderer, with pooled connections.

use std::{
    error::Error as StdError,
    fmt,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use bytes::Bytes;
use http::{Method, Request, StatusCode, Uri, header::CONTENT_TYPE};
use http_body::Body as _;
use http_body_util::{BodyExt as _, Full, LengthLimitError, Limited};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::{TokioExecutor, TokioTimer},
};

/// Node closes connections that have been idle for five seconds. A request sent at that moment would fail, so the client closes
/// them earlier.
const IDLE_TIMEOUT: Duration = Duration::from_secs(3);

/// A client for one renderer.
pub(super) struct HttpClient {
    client: Client<HttpConnector, Full<Bytes>>,
    /// The largest response, in bytes.
    limit: usize,
    /// The number of responses, whatever their status.
    answers: AtomicU64,
}

/// Why there is no response.
#[derive(Debug)]
pub(super) enum HttpError {
    /// The connection was refused, or it was closed before the response was complete.
    Unreachable(String),
    TooLarge,
}

impl HttpClient {
    pub(super) fn new(limit: usize) -> Self {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        let client = Client::builder(TokioExecutor::new())
            .pool_idle_timeout(IDLE_TIMEOUT)
            .pool_timer(TokioTimer::new())
            .build(connector);
        Self { client, limit, answers: AtomicU64::new(0) }
    }

    /// Posts JSON and reads the response.
    pub(super) async fn post(&self, uri: &Uri, json: Bytes) -> Result<(StatusCode, Bytes), HttpError> {
        self.send(Method::POST, uri, json).await
    }

    /// Whether a `GET` of this URI has the status 200.
    pub(super) async fn is_well(&self, uri: &Uri) -> bool {
        matches!(self.send(Method::GET, uri, Bytes::new()).await, Ok((StatusCode::OK, _)))
    }

    /// The number of responses so far. While it grows, the renderer is alive.
    pub(super) fn answers(&self) -> u64 {
        self.answers.load(Ordering::Relaxed)
    }

    async fn send(&self, method: Method, uri: &Uri, body: Bytes) -> Result<(StatusCode, Bytes), HttpError> {
        let mut request = Request::new(Full::new(body));
        if method == Method::POST {
            request.headers_mut().insert(CONTENT_TYPE, http::HeaderValue::from_static("application/json"));
        }
        *request.method_mut() = method;
        *request.uri_mut() = uri.clone();
        let response = self.client.request(request).await.map_err(|error| unreachable(&error))?;
        let (head, body) = response.into_parts();
        // If `Content-Length` exceeds the limit, the body is not read.
        if usize::try_from(body.size_hint().lower()).is_ok_and(|length| length > self.limit) {
            return Err(HttpError::TooLarge);
        }
        match Limited::new(body, self.limit).collect().await {
            Ok(body) => {
                self.answers.fetch_add(1, Ordering::Relaxed);
                Ok((head.status, body.to_bytes()))
            }
            Err(error) if error.is::<LengthLimitError>() => Err(HttpError::TooLarge),
            Err(error) => Err(unreachable(&*error)),
        }
    }
}

fn unreachable(error: &dyn StdError) -> HttpError {
    HttpError::Unreachable(crate::error::report::Reason::of(error).to_string())
}

impl fmt::Debug for HttpClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpClient").field("limit", &self.limit).finish_non_exhaustive()
    }
}
