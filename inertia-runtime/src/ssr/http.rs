//! Asking a renderer over HTTP, on connections that are kept.

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

/// Node closes a connection that has been idle for five seconds. One that we use at that very moment would fail.
const IDLE: Duration = Duration::from_secs(3);

/// A client for one renderer.
pub(super) struct HttpClient {
    client: Client<HttpConnector, Full<Bytes>>,
    /// In bytes.
    limit: usize,
    /// How often an answer came, whatever it was.
    answers: AtomicU64,
}

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum HttpError {
    /// Nobody accepts the connection, or it ended before the answer.
    Unreachable(String),
    TooLarge,
}

impl HttpClient {
    pub(super) fn new(limit: usize) -> Self {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        let client = Client::builder(TokioExecutor::new())
            .pool_idle_timeout(IDLE)
            .pool_timer(TokioTimer::new())
            .build(connector);
        Self { client, limit, answers: AtomicU64::new(0) }
    }

    /// Posts JSON, and reads the answer.
    pub(super) async fn post(&self, uri: &Uri, json: Bytes) -> Result<(StatusCode, Bytes), HttpError> {
        self.send(Method::POST, uri, json).await
    }

    /// Whether something answers 200 there.
    pub(super) async fn is_well(&self, uri: &Uri) -> bool {
        matches!(self.send(Method::GET, uri, Bytes::new()).await, Ok((StatusCode::OK, _)))
    }

    /// How many answers there have been: as long as there are more, something lives there.
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
        // What is announced to be too large is not even begun.
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
    HttpError::Unreachable(crate::reason::Reason::of(error).to_string())
}

impl fmt::Debug for HttpClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpClient").field("limit", &self.limit).finish_non_exhaustive()
    }
}
