//! Help while developing: mistakes in how the application is put together, which nobody is told of otherwise. Not in
//! release builds.

use std::ptr;

use axum::response::Response;
use http::{Request, StatusCode};

use crate::{app::App, props::hints::once, request::RequestContext};

/// The layer around the layer answers everything twice, flash and redirects among it.
pub(crate) fn look_at_request<B>(request: &Request<B>, app: &App) {
    let outer = request.extensions().get::<RequestContext>();
    if outer.is_some_and(|outer| ptr::eq(outer.app(), app)) {
        once(
            "the Inertia layer is around itself; leave one `.layer(inertia.layer())`, on the outermost router below its `.route(..)` lines",
        );
    }
}

/// A page whose script nobody serves is white, and its browser says no more than "404".
pub(crate) fn look_at_answer(response: &Response, context: &RequestContext) {
    let path = context.path();
    if response.status() == StatusCode::NOT_FOUND && context.app().root.loads(path) {
        once(&format!(
            "`{path}` is a file of the front end's build, which pages load, and no route serves it; add `.merge(assets.router())` with `let assets = Assets::folder(\"frontend/dist\")` (feature `embed`), or `.fallback_service(ServeDir::new(\"frontend/dist\"))` of tower-http"
        ));
    }
}
