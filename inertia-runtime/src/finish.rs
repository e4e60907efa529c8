//! What the layer does to a response: redirects that a client can follow, and headers that every response has.

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
    error_page::{NoErrorPage, is_plain},
    errors::{ErrorBag, Invalid},
    flash::Flash,
    form::Asks,
    json_answer::json_message,
    origin::{browser_path, header_value, is_web, relative},
    protocol::headers::{self, text},
    redirect::Unfinished,
    request::RequestContext,
};

/// The answer to a visit that no handler should see.
pub(crate) fn refuse(request: &RequestContext) -> Option<Response> {
    if request.headers().too_long {
        let reason = "the lists in this request's headers are too long";
        // No page either: it would have to read those lists.
        return Some((StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, NoErrorPage, reason).into_response());
    }
    request.is_stale().then(|| stale(request))
}

/// The answer to a client whose assets are stale: it loads the page anew.
fn stale(request: &RequestContext) -> Response {
    let app = request.app();
    let path = browser_path("", request.path_and_query());
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::CONFLICT;
    if let Some(url) = header_value(&format!("{}{path}", app.origins.prefix())) {
        response.headers_mut().insert(headers::LOCATION, url);
    }
    if let Some(version) = app.version().and_then(|version| HeaderValue::from_str(&version).ok()) {
        response.headers_mut().insert(headers::VERSION, version);
    }
    response
}

/// Makes an answer one that the client can use.
pub(crate) fn finish(response: &mut Response, request: &RequestContext) {
    let redirects = response.status().is_redirection();
    let unfinished = if redirects { response.extensions_mut().remove::<Unfinished>() } else { None };
    if redirects && let Some(Invalid(errors)) = response.extensions_mut().remove() {
        refuse_form(response, request, errors);
    }
    if request.headers().precognitive {
        return answer_precognition(response);
    }
    if !request.headers().inertia {
        return;
    }
    match unfinished {
        // Another origin would be asked by XHR, with the token of this one in its headers.
        Some(Unfinished::Client) if leads_away(response, request) => conflict(response, headers::LOCATION),
        Some(Unfinished::Client) => conflict(response, headers::REDIRECT),
        Some(Unfinished::Location) => conflict(response, headers::LOCATION),
        Some(Unfinished::Back { .. }) | None => convert(response, request),
    }
}

/// The live validation's client throws at an answer that does not say that it knows of it, and what a redirect leads to
/// does not.
fn answer_precognition(response: &mut Response) {
    let status = response.status();
    if status.is_redirection() && response.headers().contains_key(LOCATION) {
        let refused = json_message(StatusCode::FORBIDDEN, "This form cannot be validated from here.");
        response.headers_mut().remove(LOCATION);
        take_over(response, refused);
    } else if status.as_u16() < 400 {
        return;
    }
    response.headers_mut().insert(headers::PRECOGNITION, HeaderValue::from_static("true"));
}

/// A form's messages for who does not go back to a page: they are the answer, and nothing is flashed.
fn refuse_form(response: &mut Response, request: &RequestContext, errors: ErrorBag) {
    let asks = Asks::of(request);
    if asks == Asks::Page {
        return;
    }
    let verdict = asks.verdict(errors);
    response.extensions_mut().remove::<Flash>();
    response.headers_mut().remove(LOCATION);
    take_over(response, verdict);
}

/// Gives an answer another status and body, and leaves it the rest of its headers.
pub(crate) fn take_over(response: &mut Response, other: Response) {
    headers::drop_content(response.headers_mut());
    let (other, body) = other.into_parts();
    response.headers_mut().extend(other.headers);
    *response.status_mut() = other.status;
    *response.body_mut() = body;
}

/// The headers that every answer has.
pub(crate) fn decorated(mut response: Response, request: &RequestContext) -> Response {
    // Who accepts a document gets the error page instead.
    let by_accept = request.is_by_accept() || (request.app().error_page.is_some() && is_plain(&response));
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
    if let Some(policy) = &request.app().csp {
        policy.put(headers, request);
    }
    request.app().security_headers.add_to(headers);
    #[cfg(feature = "cookie-session")]
    if let Some(cookie) = request.app().guard.as_ref().and_then(|guard| guard.cookie(request, status))
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

/// Whether a shared cache may keep the answer and give it to other visitors, with the cookies that are on it.
#[cfg(feature = "cookie-session")]
fn is_public(headers: &HeaderMap) -> bool {
    let mut lines = headers.get_all(http::header::CACHE_CONTROL).iter();
    lines.any(|line| text(line).to_ascii_lowercase().contains("public"))
}

/// The client follows redirects by XHR, which loses fragments and cannot leave the origin.
fn convert(response: &mut Response, request: &RequestContext) {
    let status = response.status();
    if !matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
        return;
    }
    let Some(location) = response.headers().get(LOCATION).map(|location| text(location).into_owned()) else {
        return;
    };
    let origins = &request.app().origins;
    // 307 and 308 promise that the method is kept, and the client follows a 409 by GET.
    let may_become_get = !matches!(status.as_u16(), 307 | 308) || request.method() == Method::GET;
    // What cannot be resolved is left to the browser.
    let url = origins.resolve(&location, request.host(), request.path_and_query());
    if let Some(url) = url.filter(|_| may_become_get) {
        let (header, target) = if origins.is_own(&url, request.host()) {
            let anew = has_fragment(&url) && !request.headers().prefetch;
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
        && [Method::PUT, Method::PATCH, Method::DELETE].contains(request.method())
    {
        *response.status_mut() = StatusCode::SEE_OTHER;
    }
}

/// Whether the target is on another origin, however it is written.
fn leads_away(response: &Response, request: &RequestContext) -> bool {
    let origins = &request.app().origins;
    let location = response.headers().get(LOCATION).map(text);
    let url =
        location.and_then(|location| origins.resolve(&location, request.host(), request.path_and_query()));
    url.is_some_and(|url| !origins.is_own(&url, request.host()))
}

fn has_fragment(url: &Url) -> bool {
    url.fragment().is_some_and(|fragment| !fragment.is_empty())
}

/// Turns a redirect into the 409 by which the client goes there itself.
fn conflict(response: &mut Response, header: HeaderName) {
    let Some(target) = response.headers_mut().remove(LOCATION) else { return };
    *response.status_mut() = StatusCode::CONFLICT;
    *response.body_mut() = Body::empty();
    headers::drop_content(response.headers_mut());
    response.headers_mut().insert(header, target);
}
