//! Logs mistakes in the setup or deployment that no response shows. Most are logged in debug builds only.

#[cfg(debug_assertions)]
use std::ptr;

use axum::response::Response;
#[cfg(debug_assertions)]
use http::Request;
use http::StatusCode;

#[cfg(debug_assertions)]
use crate::props::hints::once;
use crate::{
    app::App, development::DEVELOPMENT, document::vite::MissingFile, request::context::RequestContext,
};

/// Two nested Inertia layers would handle flash and redirects twice.
#[cfg(debug_assertions)]
pub(crate) fn look_at_request<B>(request: &Request<B>, app: &App) {
    let outer = request.extensions().get::<RequestContext>();
    if outer.is_some_and(|outer| ptr::eq(outer.settings(), &raw const *app.request)) {
        once(
            "the Inertia layer is around itself; leave one `.layer(inertia.layer())`, on the outermost router below its `.route(..)` lines",
        );
    }
}

/// A page whose script is not served stays empty, and the browser's console shows only "404".
pub(crate) fn look_at_response(response: &Response, context: &RequestContext, app: &App) {
    if response.status() != StatusCode::NOT_FOUND {
        return;
    }
    let path = context.path();
    match app.page.root.missing_file(path) {
        None => {}
        Some(MissingFile::BuildChanged) => {
            let hint = if DEVELOPMENT {
                "the front end is being built, or its build was deleted; run `npm run build` again"
            } else {
                "the front end was built again after the application started; start the application again"
            };
            tracing::warn!(
                "`{path}` is a file of the front end's build that documents load, and it is gone: {hint}"
            );
        }
        #[cfg(debug_assertions)]
        Some(MissingFile::NotServed) => once(&format!(
            "`{path}` is a file of the front end's build, which pages load, and no route serves it; add `.merge(assets.router())` with `let assets = Assets::folder(\"frontend/dist\")` (feature `embed`), or `.fallback_service(ServeDir::new(\"frontend/dist\"))` of tower-http"
        )),
        #[cfg(not(debug_assertions))]
        Some(MissingFile::NotServed) => {}
    }
}
