//! Redirects whose target we choose: back to the page that the visitor came from, or to a fallback. None of them goes on
//! for ever.

use std::{future::Future, pin::Pin};

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
    error::server_error,
    error_page::NoErrorPage,
    errors::{ErrorBag, Invalid},
    finish::take_over,
    flash::{Flash, fingerprint},
    form::Asks,
    origin::{browser_path, header_value, relative, scheme, trimmed},
    protocol::headers::{self, text},
    redirect::Unfinished,
    request::RequestContext,
};

/// The response to be, while the session is asked where the request comes from.
pub(crate) type Settling = Pin<Box<dyn Future<Output = Response> + Send>>;

/// Gives a redirect back its target. A GET or HEAD that would be sent in a circle gets a 422 instead.
pub(crate) fn settle(response: &mut Response, request: &RequestContext) -> Option<Settling> {
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
    let (session, here, target) = (request.app().session.as_ref()?, here?, target?);
    if session.cookies.flashes(request.cookies()).next().is_none() {
        // An empty response leads to no page that is empty, too, so it leaves nothing.
        if back {
            mark(response, &target);
        }
        return None;
    }
    let (request, mut response) = (request.clone(), std::mem::take(response));
    Some(Box::pin(async move {
        let Some(session) = &request.app().session else { return response };
        // What it finds stays where it is, for the next page.
        let pending = session.pending(request.cookies(), &request.line()).await;
        if pending.flash.sent_back_to.contains(&fingerprint(&here)) {
            refuse(&mut response, &request);
        } else if back {
            mark(&mut response, &target);
        }
        response
    }))
}

/// Whether an error page, which answers a request that has failed, would bring the same request again.
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

/// Writes the target of a redirect back. `false` when the response is none, or not for a visitor.
fn choose(response: &mut Response, request: &RequestContext) -> bool {
    let Some(Unfinished::Back { named }) = response.extensions().get().copied() else { return false };
    if !response.status().is_redirection() || request.headers().precognitive {
        return false;
    }
    // A script gets the messages as JSON.
    if response.extensions().get::<Invalid>().is_some() && Asks::of(request) != Asks::Page {
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

/// The referring page, or the fallback where there is none that would not bring the same request again.
fn target(response: &Response, request: &RequestContext, named: bool) -> Option<HeaderValue> {
    own_referer(request)
        .filter(|referer| !(repeats(request) && is_here(request, referer)))
        .or_else(|| if named { response.headers().get(LOCATION).cloned() } else { fallback(request) })
}

/// The fallback of the route or the application, if a redirect can lead there.
fn fallback(request: &RequestContext) -> Option<HeaderValue> {
    let url = trimmed(request.fallback());
    let visitable = scheme(url).is_none_or(|scheme| scheme == "http" || scheme == "https");
    header_value(url).filter(|_| visitable)
}

/// A client shows an empty response as an error, so it becomes a redirect back; not to a page that led to itself.
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

/// Leaves the target with the flash, so that the next request knows where it comes from.
fn mark(response: &mut Response, target: &str) {
    response.extensions_mut().get_or_insert_default::<Flash>().sent_back_to.push(fingerprint(target));
}

/// A 422 in place of a redirect that would never end. What the redirect flashes is for the error page.
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
    let asks = Asks::of(request);
    let refused = match asks {
        Asks::Page => (StatusCode::UNPROCESSABLE_ENTITY, in_words(&errors)).into_response(),
        Asks::Json | Asks::Precognition => asks.verdict(errors),
    };
    response.headers_mut().remove(LOCATION);
    take_over(response, refused);
    request.refuse_form(flash);
}

/// What a visitor reads where there is no error page.
fn in_words(errors: &ErrorBag) -> String {
    if errors.is_empty() {
        return "There is no page to go back to.".to_owned();
    }
    let mut lines = Vec::with_capacity(errors.len());
    for (field, messages) in errors.iter() {
        lines.extend(messages.iter().map(|message| format!("{field}: {message}")));
    }
    lines.join("\n")
}

/// A page that is fetched ahead must have no effect, and a redirect that flashes has one. The client keeps this response, and
/// makes the request again when the visitor really goes there; a browser forgets it.
fn refuse_prefetch(response: &mut Response, request: &RequestContext) {
    let headers = response.headers_mut();
    headers.remove(LOCATION);
    headers::drop_content(headers);
    let here = browser_path(request.app().origins.path_prefix(), request.path_and_query());
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

/// Says why the visitor does not go back, when it is probably a proxy's fault.
fn advise(request: &RequestContext, target: &HeaderValue) {
    let Some(referer) = request.referer().map(text) else { return };
    let Some(advice) = request.app().origins.advice(&referer, request.host()) else { return };
    let (line, target) = (request.line(), text(target));
    if advice.is_first() {
        tracing::warn!("{line} leads to `{target}` and not back: {advice}");
    } else {
        tracing::debug!("{line} leads to `{target}` and not back: {advice}");
    }
}

/// Whether a redirect of this request brings the visitor's browser to make requests without end.
fn repeats(request: &RequestContext) -> bool {
    matches!(*request.method(), Method::GET | Method::HEAD)
}

fn is_here(request: &RequestContext, location: &HeaderValue) -> bool {
    let target = place(request, &text(location));
    target.is_some() && target == place(request, "")
}

/// The path and query that a `Location` means, when it is on our own origin. The empty one means this request.
fn place(request: &RequestContext, location: &str) -> Option<String> {
    let origins = &request.app().origins;
    let mut url = origins.resolve(location, request.host(), request.path_and_query())?;
    if !origins.is_own(&url, request.host()) {
        return None;
    }
    url.set_fragment(None);
    Some(relative(&url))
}

/// The page that the visitor came from, when it is ours: path and query, never a host.
fn own_referer(request: &RequestContext) -> Option<HeaderValue> {
    let path = request.app().origins.own_path(&text(request.referer()?), request.host())?;
    header_value(&path)
}
