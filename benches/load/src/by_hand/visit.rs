//! What a visit asks for, and the page object that answers it.

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use axum::{
    body::Body,
    http::{
        HeaderMap, HeaderName, HeaderValue, StatusCode, Uri,
        header::{CACHE_CONTROL, CONTENT_TYPE, VARY},
    },
    response::{IntoResponse, Response},
};
use serde::Serialize;

const INERTIA: HeaderName = HeaderName::from_static("x-inertia");

/// What a request asks of one page.
pub(crate) struct Visit<'r> {
    only: Option<&'r str>,
    held: &'r str,
}

impl<'r> Visit<'r> {
    /// Reads the headers; or answers a client that runs other assets, and whoever is no client.
    #[expect(clippy::result_large_err, reason = "it is the response, and is passed on at once")]
    pub(crate) fn read(headers: &'r HeaderMap, component: &str, version: &str) -> Result<Self, Response> {
        let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        if header("x-inertia").is_none() {
            return Err(StatusCode::NOT_ACCEPTABLE.into_response());
        }
        if header("x-inertia-version") != Some(version) {
            return Err(StatusCode::CONFLICT.into_response());
        }
        let partial = header("x-inertia-partial-component") == Some(component);
        Ok(Self {
            only: if partial { header("x-inertia-partial-data") } else { None },
            held: header("x-inertia-except-once-props").unwrap_or_default(),
        })
    }

    pub(crate) fn is_full(&self) -> bool {
        self.only.is_none()
    }

    /// Whether a prop is sent that full visits have.
    pub(crate) fn wants(&self, name: &str) -> bool {
        self.only.is_none_or(|only| names(only, name))
    }

    /// Whether a prop is sent that only partial reloads have.
    pub(crate) fn names(&self, name: &str) -> bool {
        self.only.is_some_and(|only| names(only, name))
    }

    /// Whether a prop is sent that the client keeps under this key.
    pub(crate) fn wants_once(&self, name: &str) -> bool {
        self.names(name) || (self.is_full() && !names(self.held, name))
    }
}

fn names(list: &str, name: &str) -> bool {
    list.split(',').any(|entry| entry.trim() == name)
}

/// The page object.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Page<'a, P> {
    pub(crate) component: &'static str,
    pub(crate) props: P,
    pub(crate) url: &'a str,
    pub(crate) version: &'a str,
    pub(crate) shared_props: [&'static str; 5],
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) deferred_props: BTreeMap<&'static str, &'static [&'static str]>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub(crate) merge_props: &'static [&'static str],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub(crate) match_props_on: &'static [&'static str],
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) once_props: BTreeMap<&'static str, Once>,
    pub(crate) encrypt_history: bool,
}

/// A prop that the client keeps.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Once {
    prop: &'static str,
    expires_at: u128,
}

impl Once {
    pub(crate) fn an_hour(prop: &'static str) -> Self {
        let at = SystemTime::now() + Duration::from_hours(1);
        Self { prop, expires_at: at.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis() }
    }
}

/// The names of the shared props.
pub(crate) const SHARED: [&str; 5] = ["app", "visitor", "counts", "cities", "requestId"];

pub(crate) fn url(uri: &Uri) -> &str {
    uri.path_and_query().map_or("/", |path| path.as_str())
}

/// The answer, written at once into a buffer as large as the last one was.
pub(crate) fn answer<P: Serialize>(page: &Page<'_, P>, size: &AtomicUsize) -> Response {
    let mut body = Vec::with_capacity(size.load(Ordering::Relaxed));
    if serde_json::to_writer(&mut body, page).is_err() {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    }
    size.store(body.len(), Ordering::Relaxed);
    let mut response = Response::new(Body::from(body));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(INERTIA, HeaderValue::from_static("true"));
    headers.insert(VARY, HeaderValue::from_static("X-Inertia"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache, private"));
    response
}
