//! Completes a response: redirects that the client can follow, and the headers of every response.

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use http::{
    HeaderMap, HeaderName, HeaderValue, Method, StatusCode,
    header::{LOCATION, VARY},
};
use url::Url;

use crate::{
    app::App,
    app::error_page::{NoErrorPage, is_plain},
    form::ResponseFormat,
    protocol::{
        headers::{self, text},
        url::{browser_path, header_value, is_web, relative},
    },
    request::context::RequestContext,
    response::json::json_message,
    values::{
        error_bag::{ErrorBag, Invalid},
        flash::Flash,
        redirect::Unfinished,
    },
};

/// The response to a visit that is rejected before the handler runs.
pub(crate) fn refuse(request: &RequestContext, app: &App) -> Option<Response> {
    if request.headers().too_long {
        let reason = "the lists in this request's headers are too long";
        // Not as the error page, which would have to read those lists.
        return Some((StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, NoErrorPage, reason).into_response());
    }
    request.is_stale().then(|| stale(request, app))
}

/// The response to a client with stale assets: it loads the page again as a document.
fn stale(request: &RequestContext, app: &App) -> Response {
    let path = browser_path("", request.path_and_query());
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::CONFLICT;
    if let Some(url) = header_value(&format!("{}{path}", request.origins().prefix())) {
        response.headers_mut().insert(headers::LOCATION, url);
    }
    if let Some(version) = app.page.version().and_then(|version| HeaderValue::from_str(&version).ok()) {
        response.headers_mut().insert(headers::VERSION, version);
    }
    response
}

/// Converts a response into one that the client understands.
pub(crate) fn finish(response: &mut Response, request: &RequestContext) {
    let redirects = response.status().is_redirection();
    let unfinished = if redirects { response.extensions_mut().remove::<Unfinished>() } else { None };
    if redirects && let Some(Invalid(errors)) = response.extensions_mut().remove() {
        replace_form_redirect(response, request, errors);
    }
    if request.headers().precognitive {
        return complete_precognition(response);
    }
    if !request.headers().inertia {
        return;
    }
    match unfinished {
        // A visit to another origin would send it this application's CSRF token.
        Some(Unfinished::Client) if leads_away(response, request) => conflict(response, headers::LOCATION),
        Some(Unfinished::Client) => conflict(response, headers::REDIRECT),
        Some(Unfinished::Location) => conflict(response, headers::LOCATION),
        Some(Unfinished::Back { .. }) | None => convert(response, request),
    }
}

/// The client of live validation throws on a response without the header `Precognition`. The target of a redirect would not have it.
fn complete_precognition(response: &mut Response) {
    let status = response.status();
    if status.is_redirection() && response.headers().contains_key(LOCATION) {
        let refused = json_message(StatusCode::FORBIDDEN, "This form cannot be validated from here.");
        response.headers_mut().remove(LOCATION);
        replace_content(response, refused);
    } else if status.as_u16() < 400 {
        return;
    }
    response.headers_mut().insert(headers::PRECOGNITION, HeaderValue::from_static("true"));
}

/// Replaces the redirect of an invalid form if the request wants JSON: the messages are the response, and nothing is flashed.
fn replace_form_redirect(response: &mut Response, request: &RequestContext, errors: ErrorBag) {
    let format = ResponseFormat::of(request);
    if format == ResponseFormat::Page {
        return;
    }
    let verdict = format.verdict(errors);
    response.extensions_mut().remove::<Flash>();
    response.headers_mut().remove(LOCATION);
    replace_content(response, verdict);
}

/// Replaces the status and body of a response. Its other headers stay.
pub(crate) fn replace_content(response: &mut Response, other: Response) {
    headers::drop_content(response.headers_mut());
    let (other, body) = other.into_parts();
    response.headers_mut().extend(other.headers);
    *response.status_mut() = other.status;
    *response.body_mut() = body;
}

/// Adds the headers of every response.
pub(crate) fn with_headers(mut response: Response, request: &RequestContext, app: &App) -> Response {
    // A request that accepts a document gets the error page instead, so a cache must not mix them up.
    let by_accept = request.is_by_accept() || (app.error_page.is_some() && is_plain(&response));
    #[cfg(feature = "cookie-session")]
    let status = response.status();
    let headers = response.headers_mut();
    headers.append(VARY, HeaderValue::from_static("X-Inertia"));
    if by_accept && !varies_by_accept(headers) {
        headers.append(VARY, HeaderValue::from_static("Accept"));
    }
    if request.is_live() || request.headers().precognitive {
        headers.append(VARY, HeaderValue::from_static("Precognition"));
    }
    if let Some(policy) = &app.csp {
        policy.put(headers, request, app.page.root.dev_origins());
    }
    app.security_headers.add_to(headers);
    #[cfg(feature = "cookie-session")]
    if let Some(cookie) = app.guard.as_ref().and_then(|guard| guard.cookie(request, status, &app.cookies))
        && !is_public(headers)
    {
        headers.append(http::header::SET_COOKIE, cookie);
    }
    response
}

fn varies_by_accept(headers: &HeaderMap) -> bool {
    let mut lines = headers.get_all(VARY).iter().map(text);
    lines.any(|line| headers::entries(&line).any(|entry| entry.eq_ignore_ascii_case("accept")))
}

/// Whether a shared cache may store the response and send it to other visitors, together with its cookies.
#[cfg(feature = "cookie-session")]
fn is_public(headers: &HeaderMap) -> bool {
    let mut lines = headers.get_all(http::header::CACHE_CONTROL).iter();
    lines.any(|line| text(line).to_ascii_lowercase().contains("public"))
}

/// Converts a redirect to a 409 if it has a fragment or leads to another origin. The client follows redirects by XHR, which loses
/// the fragment and cannot leave the origin.
fn convert(response: &mut Response, request: &RequestContext) {
    let status = response.status();
    if !matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
        return;
    }
    let Some(location) = response.headers().get(LOCATION).map(|location| text(location).into_owned()) else {
        return;
    };
    let origins = request.origins();
    // 307 and 308 preserve the method, but the client follows a 409 by GET.
    let may_become_get = !matches!(status.as_u16(), 307 | 308) || request.method() == Method::GET;
    // A location that cannot be resolved is left to the browser.
    let url = origins.resolve(&location, request.host(), request.path_and_query());
    if let Some(url) = url.filter(|_| may_become_get) {
        let (header, target) = if origins.is_own(&url, request.host()) {
            let visits_again = has_fragment(&url) && !request.headers().prefetch;
            (headers::REDIRECT, visits_again.then(|| relative(&url)))
        } else {
            (headers::LOCATION, is_web(&url).then_some(location))
        };
        // Scripts read headers as Latin-1, so the target is percent-encoded.
        if let Some(target) = target.and_then(|target| header_value(&target)) {
            response.headers_mut().insert(LOCATION, target);
            return conflict(response, header);
        }
    }
    if matches!(status.as_u16(), 301 | 302)
        && [Method::PUT, Method::PATCH, Method::DELETE].contains(request.method())
    {
        *response.status_mut() = StatusCode::SEE_OTHER;
    }
}

/// Whether the target is on another origin.
fn leads_away(response: &Response, request: &RequestContext) -> bool {
    let origins = request.origins();
    let location = response.headers().get(LOCATION).map(text);
    let url =
        location.and_then(|location| origins.resolve(&location, request.host(), request.path_and_query()));
    url.is_some_and(|url| !origins.is_own(&url, request.host()))
}

fn has_fragment(url: &Url) -> bool {
    url.fragment().is_some_and(|fragment| !fragment.is_empty())
}

/// Converts a redirect to the 409 that makes the client load the target itself.
fn conflict(response: &mut Response, header: HeaderName) {
    let Some(target) = response.headers_mut().remove(LOCATION) else { return };
    *response.status_mut() = StatusCode::CONFLICT;
    *response.body_mut() = Body::empty();
    headers::drop_content(response.headers_mut());
    response.headers_mut().insert(header, target);
}
