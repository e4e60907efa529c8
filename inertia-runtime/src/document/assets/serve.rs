//! tower-http's `ServeDir`, restricted to public names, with headers for caches.

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

use crate::document::assets::{Embedded, Source, contained::Contained, name};

const CACHE_FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const REVALIDATE: HeaderValue = HeaderValue::from_static("no-cache");
/// A missing file may exist after the next deployment.
const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");
const NO_SNIFF: HeaderValue = HeaderValue::from_static("nosniff");

/// Serves the files of a build.
#[derive(Clone, Debug)]
pub(super) struct FileService {
    files: Files,
    /// The files whose names hold a hash of their content.
    hashed: Arc<HashSet<String>>,
    /// The name of the manifest, which is not served.
    manifest: Option<Arc<str>>,
}

#[derive(Clone, Debug)]
enum Files {
    Folder(ServeDir<DefaultServeDirFallback, Contained>),
    Embedded(ServeDir<DefaultServeDirFallback, Embedded>),
}

impl FileService {
    pub(super) fn new(source: &Source, hashed: HashSet<String>, manifest: Option<Arc<str>>) -> Self {
        let files = match source {
            Source::Folder(path) => {
                Files::Folder(configured(ServeDir::with_backend(path, Contained::new(path.clone()))))
            }
            Source::Embedded(files) => Files::Embedded(configured(ServeDir::with_backend("", *files))),
        };
        Self { files, hashed: Arc::new(hashed), manifest }
    }

    pub(super) async fn respond(self, mut request: Request) -> Response {
        let name = name::from_path(request.uri().path());
        let Some(name) = name.filter(|name| self.manifest.as_deref() != Some(&**name)) else {
            return with_headers(StatusCode::NOT_FOUND.into_response(), false);
        };
        let is_hashed = self.hashed.contains(&*name);
        // `ServeDir` ignores `If-Range`, so the part might belong to an older version. The whole file is a valid response.
        if request.headers().contains_key(IF_RANGE) {
            request.headers_mut().remove(RANGE);
        }
        let response = match self.files {
            Files::Folder(mut files) => files.call(request).await.map(|response| response.map(Body::new)),
            Files::Embedded(mut files) => {
                // The modification times are not real: see `EmbeddedMetadata::of`.
                for header in [IF_MODIFIED_SINCE, IF_UNMODIFIED_SINCE] {
                    request.headers_mut().remove(header);
                }
                files.call(request).await.map(|mut response| {
                    response.headers_mut().remove(LAST_MODIFIED);
                    response.map(Body::new)
                })
            }
        };
        with_headers(response.unwrap_or_else(|never| match never {}), is_hashed)
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

fn with_headers(mut response: Response, is_hashed: bool) -> Response {
    let status = response.status();
    let is_found = status.is_success() || status == StatusCode::NOT_MODIFIED;
    let cache_control = if !is_found {
        NO_STORE
    } else if is_hashed {
        CACHE_FOREVER
    } else {
        REVALIDATE
    };
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, cache_control);
    headers.insert(X_CONTENT_TYPE_OPTIONS, NO_SNIFF);
    response
}
