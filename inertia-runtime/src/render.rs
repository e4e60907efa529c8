//! From what a handler returned to the response: select, resolve, write.

use std::{
    fmt,
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use axum::{body::Body, response::Response};
use http::{
    HeaderMap, HeaderValue, Method, StatusCode,
    header::{CACHE_CONTROL, CONTENT_TYPE},
};

use crate::{
    commit::Told,
    error::server_error,
    flash::Flash,
    page::{IntoPage, Page, PageHead},
    page_object::{PageError, PageObject, Tables},
    props::{
        InertiaProps, Resolvers, Schema,
        drive::{At, drive},
        lazy::Failure,
        plan::Plan,
        resolvers::{Needed, NoneNeeded},
    },
    protocol::{
        headers::{self, text},
        selection::Lists,
    },
    reason::Reason,
    request::RequestContext,
    shared::{BoxFuture, ErasedProps, Provided},
    site::{Answer, FullVisit, PageSite},
    visit::{Asked, Visit},
};

/// Answers a visit with what a page handler returned. Only the few lines that touch the props are generic.
///
/// Most pages can be written at once. The future of one that cannot is boxed, so that the handler's own stays small, and its type is not
/// named: the compiler would look into it again for each page, and for each trait of axum's that wants the handler to be `Send`.
pub fn render<T: IntoPage<Props: Send>>(visit: Visit, site: &PageSite, outcome: T) -> Rendering<'_> {
    let Page { mut props, mut head } = match outcome.into_page() {
        Ok(page) => page,
        Err(response) => return Rendering::at_once(response),
    };
    let schema = <T::Props as InertiaProps>::SCHEMA;
    match at_once(&visit, site, schema, &mut head, &mut props) {
        Some(response) => Rendering::at_once(response),
        None => Rendering::later(resolve(visit, site, Page { props, head })),
    }
}

/// The answer to a visit that has nothing to wait for: no provider runs, nothing was said or flashed, no lazy prop is needed.
fn at_once(
    visit: &Visit,
    site: &PageSite,
    schema: &'static Schema,
    head: &mut PageHead,
    props: &mut dyn ErasedProps,
) -> Option<Response> {
    let Visit { asked, providers } = visit;
    let context = &asked.context;
    if let Some(failure) = context.failure().filter(|_| head.status == StatusCode::OK) {
        head.status = failure;
    }
    if !providers.is_empty() || !context.cookies().is_empty() || context.has_said() || head.says() {
        return None;
    }
    #[cfg(feature = "ssr")]
    if asked.renderer(site, head).is_some() {
        return None;
    }
    let asked_for;
    let lists = if context.headers().asks_for_all() {
        &Lists::NONE
    } else {
        asked_for = context.headers().lists(site.component);
        &asked_for
    };
    let full = site.full_visit(schema, lists);
    if full.is_some_and(FullVisit::is_busy) {
        return None;
    }
    let mut plan = full.map_or_else(|| Plan::new(schema, lists, None), |full| full.plan.clone());
    if !full.is_some_and(FullVisit::is_still) {
        match Resolvers::none_needed(&mut plan, lists.partial, |resolvers| props.resolvers(resolvers)) {
            NoneNeeded::No => {
                full.into_iter().for_each(FullVisit::was_busy);
                return None;
            }
            NoneNeeded::ThisTime => {}
            NoneNeeded::Yes => full.into_iter().for_each(FullVisit::was_still),
        }
    }
    #[cfg(debug_assertions)]
    asked.hint(site.component, schema, lists, &[]);
    let object = PageObject { site, full, asked, head, lists, shares: &[], flash: None };
    let tables = Tables { provided: &mut [], plan: &mut plan, props };
    Some(match object.body(tables) {
        Ok((body, answer)) => response(body, answer, head, None, false),
        Err(error) => unwritable(site, &error),
    })
}

/// Answers a visit that may have to wait. Only this much is compiled for each page.
fn resolve<P: InertiaProps + Send>(
    visit: Visit,
    site: &PageSite,
    page: Page<P>,
) -> impl Future<Output = Response> + Send {
    let Page { mut props, head } = page;
    async move { resolve_erased(visit, site, P::SCHEMA, head, &mut props).await }
}

/// [`resolve`] for props of whatever type.
///
/// What a block borrows of its surroundings it keeps once, where an async fn would keep its arguments twice.
fn resolve_erased(
    visit: Visit,
    site: &PageSite,
    schema: &'static Schema,
    mut head: PageHead,
    props: &mut (dyn ErasedProps + Send),
) -> impl Future<Output = Response> + Send {
    let Visit { asked, providers } = visit;
    async move {
        let said = asked.context.said();
        // What the request said wrongly may be what the error page is about.
        let said_wrongly = said.failed().filter(|_| asked.context.failure().is_none());
        if let Some(reason) = head.failed().or(said_wrongly) {
            return server_error(&format!("page `{}`: {reason}", site.component));
        }
        let lists = asked.context.headers().lists(site.component);
        #[cfg(debug_assertions)]
        asked.hint(site.component, schema, &lists, &said.shares);
        let of_request = said.for_page(asked.context.failure().is_some());
        let (flash, told) = flash_of(&asked, &head, schema, &lists, of_request).await;

        let mut provided = Vec::new();
        if !providers.is_empty() {
            provided = match asked.provide(providers, site, schema, &lists, &said.shares).await {
                Ok(provided) => provided,
                Err(response) => return response,
            };
        }
        let full = site.full_visit(schema, &lists);
        let mut plan = full.map_or_else(|| Plan::new(schema, &lists, None), |full| full.plan.clone());
        let needed = needed_of_providers(&mut provided, lists.partial);
        let needed = Resolvers::collect(&mut plan, lists.partial, None, needed, |resolvers| {
            props.resolvers(resolvers);
        });
        let resolved = drive(needed, |provider| asked.context.lose_provider(provider)).await;
        let written = {
            let object = PageObject {
                site,
                full,
                asked: &asked,
                head: &head,
                lists: &lists,
                shares: &said.shares,
                flash: Some(&flash),
            };
            let tables = Tables { provided: &mut provided, plan: &mut plan, props: &*props };
            written(&object, tables, resolved)
        };
        #[cfg(feature = "ssr")]
        let written = match (written, asked.renderer(site, &head)) {
            (Ok((page, Answer::Bare)), Some(renderer)) => {
                let document = crate::ssr::document(renderer, &asked, site, &head, page).await;
                document
                    .map(|document| (document, Answer::Document))
                    .map_err(|error| server_error(&format!("page `{}`: {error}", site.component)))
            }
            (written, _) => written,
        };
        match written {
            Ok((body, answer)) => response(body, answer, &mut head, told, !flash.is_empty()),
            Err(failed) => failed,
        }
    }
}

/// The future of [`render`].
pub struct Rendering<'s> {
    response: Option<Response>,
    later: Option<BoxFuture<'s, Response>>,
}

impl<'s> Rendering<'s> {
    fn at_once(response: Response) -> Self {
        Self { response: Some(response), later: None }
    }

    fn later(future: impl Future<Output = Response> + Send + 's) -> Self {
        Self { response: None, later: Some(Box::pin(future)) }
    }
}

impl Future for Rendering<'_> {
    type Output = Response;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Response> {
        let Self { response, later } = &mut *self;
        match (response.take(), later) {
            (Some(response), _) => Poll::Ready(response),
            (None, Some(later)) => later.as_mut().poll(cx),
            (None, None) => Poll::Pending,
        }
    }
}

impl fmt::Debug for Rendering<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rendering").field("response", &self.response).finish_non_exhaustive()
    }
}

/// The body, once every prop that the response needs has a value or may do without.
#[expect(clippy::result_large_err, reason = "the error is the response, and is passed on at once")]
fn written(
    object: &PageObject<'_>,
    mut tables: Tables<'_>,
    resolved: Result<Vec<(At, Failure)>, (At, Failure)>,
) -> Result<(Vec<u8>, Answer), Response> {
    let site = object.site;
    let rescued = resolved.map_err(|(at, failure)| {
        if let Some(provider) = at.provider {
            object.asked.context.lose_provider(provider);
        }
        server_error(describe(site, &tables, at, &failure))
    })?;
    for (at, failure) in rescued {
        tracing::warn!("{}; the page goes on without it", describe(site, &tables, at, &failure));
        tables.plan_of(at.provider).rescue(at.index);
    }
    object.body(tables).map_err(|error| unwritable(site, &error))
}

#[cold]
fn unwritable(site: &PageSite, error: &PageError) -> Response {
    server_error(&format!("page `{}`: {error}", site.component))
}

/// What the page says once: what waited for it, what the request has flashed, what the page says itself. And what of it
/// must not be said again; nothing when there is none.
async fn flash_of(
    asked: &Asked,
    head: &PageHead,
    page: &'static Schema,
    lists: &Lists<'_>,
    of_request: Flash,
) -> (Flash, Option<Told>) {
    let context = &asked.context;
    let mut told =
        (!of_request.is_empty()).then(|| Told { said: of_request.values.clone(), ..Told::default() });
    let mut flash = Flash::default();
    if let Some(session) = &context.app().session
        && !context.cookies().is_empty()
        && delivers(context, head.status, page, lists)
    {
        // Boxed, because few pages have something to read and every page's future would be as large.
        let pending = Box::pin(session.pending(context.cookies(), &context.line())).await;
        flash = pending.flash;
        told.get_or_insert_default().waiting = pending.delivered;
    }
    flash.extend(of_request);
    if let Some(more) = &head.more {
        flash.extend(more.flashing.flash.clone());
    }
    (flash, told)
}

/// Whether the visitor sees this page, so that what waits for a page may be shown on it.
fn delivers(context: &RequestContext, status: StatusCode, page: &'static Schema, lists: &Lists<'_>) -> bool {
    let headers = context.headers();
    *context.method() != Method::HEAD
        && !headers.prefetch
        && !headers.precognitive
        && status.as_u16() < 400
        && !is_deferred_fetch(context, page, lists)
}

/// The client throws away what a deferred fetch brings besides its props. It is told by its looks; taking another
/// reload for one only delays a message.
fn is_deferred_fetch(context: &RequestContext, page: &'static Schema, lists: &Lists<'_>) -> bool {
    let Some(only) = &lists.only else { return false };
    let tables = || context.app().providers.iter().map(|provider| provider.schema()).chain([page]);
    lists.partial
        && context.headers().reload
        && *context.method() == Method::GET
        && lists.except.is_empty()
        && lists.reset.is_empty()
        && only.iter().all(|entry| tables().any(|table| table.defers(entry)))
}

/// The lazy props of the providers that the response needs.
fn needed_of_providers(provided: &mut [Provided], partial: bool) -> Vec<Needed<'_>> {
    let mut needed = Vec::new();
    for of in provided {
        if let Some(props) = &mut of.props {
            needed = Resolvers::collect(&mut of.plan, partial, Some(of.index), needed, |resolvers| {
                props.resolvers(resolvers);
            });
        }
    }
    needed
}

fn describe(site: &PageSite, tables: &Tables<'_>, at: At, failure: &Failure) -> Reason {
    let component = site.component;
    if let Some(of) = at.provider.and_then(|index| tables.provided.iter().find(|of| of.index == index)) {
        let (path, name) = (of.plan.schema.path_of(at.index), of.name);
        return failure.reason(format!("page `{component}`: shared prop `{path}` of `{name}` failed"));
    }
    let path = tables.plan.schema.path_of(at.index);
    failure.reason(format!("page `{component}`: prop `{path}` failed"))
}

fn response(body: Vec<u8>, answer: Answer, head: &mut PageHead, told: Option<Told>, once: bool) -> Response {
    let mut response = Response::new(Body::from(body));
    if let Some(told) = told {
        response.extensions_mut().insert(told);
    }
    *response.status_mut() = head.status;
    let headers = response.headers_mut();
    if answer == Answer::Document {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    } else {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(headers::INERTIA, HeaderValue::from_static("true"));
    }
    let Some(more) = head.more.take() else {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache, private"));
        return response;
    };
    let mut more = more.headers;
    // What is said once, and to one visitor, is not for a cache to repeat, whatever the handler says of its page.
    if once && !forbids_storing(&more) {
        more.remove(CACHE_CONTROL);
    }
    if !more.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache, private"));
    }
    if !more.is_empty() {
        headers.extend(more);
    }
    response
}

pub(crate) fn forbids_storing(headers: &HeaderMap) -> bool {
    let mut lines = headers.get_all(CACHE_CONTROL).iter();
    lines.any(|line| text(line).to_ascii_lowercase().contains("no-store"))
}
