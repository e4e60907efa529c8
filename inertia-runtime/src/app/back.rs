//! Redirects back: to the page that the visitor came from, or to a fallback. Endless redirects are detected.

use std::{future::Future, pin::Pin, sync::Arc};

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use http::{
    HeaderValue, Method, StatusCode,
    header::{CONTENT_DISPOSITION, LOCATION},
};
use http_body::Body as _;

use crate::{
    app::App,
    app::{error_page::NoErrorPage, finalize::replace_content},
    error::server_error,
    form::ResponseFormat,
    protocol::{
        headers::{self, text},
        url::{browser_path, header_value, relative, scheme, trimmed},
    },
    request::context::RequestContext,
    values::{
        error_bag::{ErrorBag, Invalid},
        flash::{Flash, fingerprint},
        redirect::Unfinished,
    },
};

/// Resolves a redirect back with the session, which knows whether the request comes from another one.
pub(crate) type BackFuture = Pin<Box<dyn Future<Output = Response> + Send>>;

/// Chooses the target of a redirect back. A GET or HEAD that would be redirected for ever gets a 422 instead.
pub(crate) fn resolve(
    response: &mut Response,
    request: &RequestContext,
    app: &Arc<App>,
) -> Option<BackFuture> {
    let back = choose(response, request);
    let chosen = back || fill_empty(response, request);
    if !repeats(request) {
        return None;
    }
    if request.headers().prefetch
        && response.status().is_redirection()
        && (chosen || flashes(response, request))
    {
        refuse_prefetch(response, request);
        return None;
    }
    if !chosen {
        return None;
    }
    let here = place(request, "");
    let target = place(request, &text(response.headers().get(LOCATION)?));
    if here.is_some() && here == target {
        refuse(response, request);
        return None;
    }
    let (session, here, target) = (app.page.session.as_ref()?, here?, target?);
    if session.cookies.flashes(request.cookies()).next().is_none() {
        // The redirect of an empty response stores no target: the page that it leads to is not empty.
        if back {
            mark(response, &target);
        }
        return None;
    }
    let (request, app, mut response) = (request.clone(), app.clone(), std::mem::take(response));
    Some(Box::pin(async move {
        let Some(session) = &app.page.session else { return response };
        // The flash is only read here. The next page shows it.
        let pending = session.pending(request.cookies(), &request.line()).await;
        if pending.flash.sent_back_to.contains(&fingerprint(&here)) {
            refuse(&mut response, &request);
        } else if back {
            mark(&mut response, &target);
        }
        response
    }))
}

/// Whether an error page redirects to the request that has failed.
pub(crate) fn leads_to_itself(response: &Response, request: &RequestContext) -> bool {
    if !response.status().is_redirection() || !repeats(request) {
        return false;
    }
    let location = match response.extensions().get::<Unfinished>() {
        Some(Unfinished::Back { named }) => target(response, request, *named),
        _ => response.headers().get(LOCATION).cloned(),
    };
    location.is_some_and(|location| is_here(request, &location))
}

/// Writes the target of a redirect back. `false` if the response is not a redirect back, or not for a visitor.
fn choose(response: &mut Response, request: &RequestContext) -> bool {
    let Some(Unfinished::Back { named }) = response.extensions().get().copied() else { return false };
    if !response.status().is_redirection() || request.headers().precognitive {
        return false;
    }
    // A script gets the messages as JSON.
    if response.extensions().get::<Invalid>().is_some() && ResponseFormat::of(request) != ResponseFormat::Page
    {
        return false;
    }
    response.extensions_mut().remove::<Unfinished>();
    let Some(target) = target(response, request, named) else {
        *response = server_error(&format!(
            "`fallback = …` of `#[inertia::precognition]` gave a URL that no redirect can lead to; write a path or URL of \
             this application, and percent-encode what comes from outside: {:?}",
            request.fallback()
        ));
        return false;
    };
    advise(request, &target);
    response.headers_mut().insert(LOCATION, target);
    true
}

/// The referring page. The fallback, if there is none, or if it would lead to the same request again.
fn target(response: &Response, request: &RequestContext, named: bool) -> Option<HeaderValue> {
    own_referer(request)
        .filter(|referer| !(repeats(request) && is_here(request, referer)))
        .or_else(|| if named { response.headers().get(LOCATION).cloned() } else { fallback(request) })
}

/// The fallback of the route or the application, if it is a valid target.
fn fallback(request: &RequestContext) -> Option<HeaderValue> {
    let url = trimmed(request.fallback());
    let visitable = scheme(url).is_none_or(|scheme| scheme == "http" || scheme == "https");
    header_value(url).filter(|_| visitable)
}

/// Converts an empty response to a redirect back, because the client would show it as an error. Not if it would redirect to itself.
fn fill_empty(response: &mut Response, request: &RequestContext) -> bool {
    let empty = request.headers().inertia
        && response.status() == StatusCode::OK
        && request.method() != Method::HEAD
        && response.body().size_hint().exact() == Some(0)
        && !response.headers().contains_key(CONTENT_DISPOSITION);
    if !empty {
        return false;
    }
    let Some(back) = own_referer(request).or_else(|| fallback(request)) else { return false };
    if repeats(request) && is_here(request, &back) {
        return false;
    }
    advise(request, &back);
    *response.status_mut() = StatusCode::FOUND;
    response.headers_mut().insert(LOCATION, back);
    headers::drop_content(response.headers_mut());
    true
}

/// Stores the target in the flash, so that the next request can detect an endless redirect.
fn mark(response: &mut Response, target: &str) {
    response.extensions_mut().get_or_insert_default::<Flash>().sent_back_to.push(fingerprint(target));
}

/// Replaces an endless redirect by a 422. The error page shows the redirect's flash.
fn refuse(response: &mut Response, request: &RequestContext) {
    let mut flash = response.extensions_mut().remove::<Flash>().unwrap_or_default();
    flash.errors = flash.errors.map(ErrorBag::with_note);
    response.extensions_mut().remove::<Invalid>();
    let line = request.line();
    let errors = flash.errors.clone().unwrap_or_default();
    if errors.is_empty() {
        tracing::warn!(
            "{line} gets a 422: a redirect back would never end, because it leads to the same request again; name a page \
             that always works, as in `Redirect::back_or(\"/home\")` or `.fallback_url(\"/home\")`"
        );
    } else {
        tracing::debug!("{line} gets a 422: its form is not valid, and a redirect back would never end");
    }
    let format = ResponseFormat::of(request);
    let refused = match format {
        ResponseFormat::Page => (StatusCode::UNPROCESSABLE_ENTITY, plain_text(&errors)).into_response(),
        ResponseFormat::Json | ResponseFormat::Precognition => format.verdict(errors),
    };
    response.headers_mut().remove(LOCATION);
    replace_content(response, refused);
    request.refuse_form(flash);
}

/// The body of the 422, for applications without an error page.
fn plain_text(errors: &ErrorBag) -> String {
    if errors.is_empty() {
        return "There is no page to go back to.".to_owned();
    }
    let mut lines = Vec::with_capacity(errors.len());
    for (field, messages) in errors.iter() {
        lines.extend(messages.iter().map(|message| format!("{field}: {message}")));
    }
    lines.join("\n")
}

/// Replaces a prefetched redirect that flashes, because a prefetch must have no effect. The client stores this 409, and sends the
/// request again when the visitor opens the page; a browser discards it.
fn refuse_prefetch(response: &mut Response, request: &RequestContext) {
    let headers = response.headers_mut();
    headers.remove(LOCATION);
    headers::drop_content(headers);
    let here = browser_path(request.origins().path_prefix(), request.path_and_query());
    if request.headers().inertia
        && let Some(here) = header_value(&here)
    {
        headers.insert(headers::REDIRECT, here);
    }
    *response.status_mut() = StatusCode::CONFLICT;
    *response.body_mut() = Body::empty();
    let extensions = response.extensions_mut();
    extensions.remove::<Unfinished>();
    extensions.remove::<Invalid>();
    extensions.remove::<Flash>();
    extensions.insert(NoErrorPage);
}

fn flashes(response: &Response, request: &RequestContext) -> bool {
    response.extensions().get().is_some_and(|flash: &Flash| !flash.is_empty())
        || !request.flashing().flash.is_empty()
}

/// Logs why the fallback is used, if the cause is probably a proxy.
fn advise(request: &RequestContext, target: &HeaderValue) {
    let Some(referer) = request.referer().map(text) else { return };
    let Some(advice) = request.origins().advice(&referer, request.host()) else { return };
    let (line, target) = (request.line(), text(target));
    if advice.is_first() {
        tracing::warn!("{line} leads to `{target}` and not back: {advice}");
    } else {
        tracing::debug!("{line} leads to `{target}` and not back: {advice}");
    }
}

/// Whether a redirect to the same request could be endless. After a POST, the browser follows by GET.
fn repeats(request: &RequestContext) -> bool {
    matches!(*request.method(), Method::GET | Method::HEAD)
}

fn is_here(request: &RequestContext, location: &HeaderValue) -> bool {
    let target = place(request, &text(location));
    target.is_some() && target == place(request, "")
}

/// The path and query of a `Location` on our own origin. An empty `Location` is this request.
fn place(request: &RequestContext, location: &str) -> Option<String> {
    let origins = request.origins();
    let mut url = origins.resolve(location, request.host(), request.path_and_query())?;
    if !origins.is_own(&url, request.host()) {
        return None;
    }
    url.set_fragment(None);
    Some(relative(&url))
}

/// The path and query of the page that the visitor came from, if it is our own.
fn own_referer(request: &RequestContext) -> Option<HeaderValue> {
    let path = request.origins().own_path(&text(request.referer()?), request.host())?;
    header_value(&path)
}
