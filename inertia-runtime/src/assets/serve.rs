//! What is around tower-http's `ServeDir`: which names it is asked for, and how long its answers are kept.

use std::{collections::HashSet, sync::Arc};

use axum::{
    body::Body,
    extract::Request,
    response::{IntoResponse as _, Response},
};
use http::{
    HeaderValue, StatusCode,
    header::{
        CACHE_CONTROL, IF_MODIFIED_SINCE, IF_RANGE, IF_UNMODIFIED_SINCE, LAST_MODIFIED, RANGE,
        X_CONTENT_TYPE_OPTIONS,
    },
};
use tower_http::services::{
    ServeDir,
    fs::{Backend, DefaultServeDirFallback},
};
use tower_service::Service as _;

use super::{Embedded, Source, contained::Contained, name};

const FOR_GOOD: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");
/// A file that is not there may be there after the next deployment.
const NOT_KEPT: HeaderValue = HeaderValue::from_static("no-store");
const NO_SNIFF: HeaderValue = HeaderValue::from_static("nosniff");

/// The files of a build and what is known about their names.
#[derive(Clone, Debug)]
pub(super) struct Served {
    files: Files,
    hashed: Arc<HashSet<String>>,
    /// The manifest, which is not for visitors.
    manifest: Option<Arc<str>>,
}

#[derive(Clone, Debug)]
enum Files {
    Folder(ServeDir<DefaultServeDirFallback, Contained>),
    Embedded(ServeDir<DefaultServeDirFallback, Embedded>),
}

impl Served {
    pub(super) fn new(source: &Source, hashed: HashSet<String>, manifest: Option<Arc<str>>) -> Self {
        let files = match source {
            Source::Folder(path) => {
                Files::Folder(configured(ServeDir::with_backend(path, Contained::new(path.clone()))))
            }
            Source::Embedded(files) => Files::Embedded(configured(ServeDir::with_backend("", *files))),
        };
        Self { files, hashed: Arc::new(hashed), manifest }
    }

    pub(super) async fn answer(self, mut request: Request) -> Response {
        let name = name::of_path(request.uri().path());
        let Some(name) = name.filter(|name| self.manifest.as_deref() != Some(&**name)) else {
            return decorated(StatusCode::NOT_FOUND.into_response(), false);
        };
        let kept = self.hashed.contains(&*name);
        // `ServeDir` does not compare `If-Range`, and a range may be answered with the whole.
        if request.headers().contains_key(IF_RANGE) {
            request.headers_mut().remove(RANGE);
        }
        let response = match self.files {
            Files::Folder(mut files) => files.call(request).await.map(|response| response.map(Body::new)),
            Files::Embedded(mut files) => {
                // Dates mean nothing here: `Facts` says why.
                for header in [IF_MODIFIED_SINCE, IF_UNMODIFIED_SINCE] {
                    request.headers_mut().remove(header);
                }
                files.call(request).await.map(|mut response| {
                    response.headers_mut().remove(LAST_MODIFIED);
                    response.map(Body::new)
                })
            }
        };
        decorated(response.unwrap_or_else(|never| match never {}), kept)
    }
}

fn configured<B: Backend>(
    files: ServeDir<DefaultServeDirFallback, B>,
) -> ServeDir<DefaultServeDirFallback, B> {
    files
        .append_index_html_on_directories(false)
        .precompressed_br()
        .precompressed_gzip()
        .precompressed_zstd()
        .ignore_multi_range_requests(true)
}

fn decorated(mut response: Response, kept: bool) -> Response {
    let status = response.status();
    let there = status.is_success() || status == StatusCode::NOT_MODIFIED;
    let keep = if !there {
        NOT_KEPT
    } else if kept {
        FOR_GOOD
    } else {
        ASK_AGAIN
    };
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, keep);
    headers.insert(X_CONTENT_TYPE_OPTIONS, NO_SNIFF);
    response
}
