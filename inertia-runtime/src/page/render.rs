//! From the return value of a handler to the response: select, resolve, write.

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
    error::{report::Reason, server_error},
    flash::delivered::DeliveredFlash,
    page::{
        IntoPage, Page, PageHead,
        meta::{FullVisit, PageMeta, ResponseKind},
        object::{PageError, PageObject, Tables},
        shared::{BoxFuture, ErasedProps, SharedProps},
        visit::{Visit, VisitContext},
    },
    props::{
        PropsTable, Resolvers, Schema,
        drive::{At, drive},
        lazy::Failure,
        plan::Plan,
        resolvers::{NeededProps, NoneNeeded},
    },
    protocol::{
        headers::{self, text},
        selection::Lists,
    },
    values::flash::Flash,
};

/// The response for the return value of a page handler. Only the few lines that touch the props are generic.
///
/// Most pages can be written at once. For the others the future is boxed, so that the handler's own future stays small. Its
/// type is erased, because otherwise the compiler would check again for each page and each trait of axum that it is `Send`.
pub fn render<T: IntoPage<Props: Send>>(visit: Visit, meta: &PageMeta, outcome: T) -> Rendering<'_> {
    let Page { mut props, mut head } = match outcome.into_page() {
        Ok(page) => page,
        Err(response) => return Rendering::at_once(response),
    };
    let schema = <T::Props as PropsTable>::SCHEMA;
    match at_once(&visit, meta, schema, &mut head, &mut props) {
        Some(response) => Rendering::at_once(response),
        None => Rendering::later(resolve(visit, meta, Page { props, head })),
    }
}

/// The response, if nothing has to be awaited: no provider runs, there is no flash, and no lazy prop is needed.
fn at_once(
    visit: &Visit,
    meta: &PageMeta,
    schema: &'static Schema,
    head: &mut PageHead,
    props: &mut dyn ErasedProps,
) -> Option<Response> {
    let Visit { visit, providers } = visit;
    let context = &visit.context;
    if let Some(failure) = context.failure().filter(|_| head.status == StatusCode::OK) {
        head.status = failure;
    }
    if !providers.is_empty()
        || !context.cookies().is_empty()
        || context.has_said()
        || head.has_flash_or_failed()
    {
        return None;
    }
    #[cfg(feature = "ssr")]
    if visit.renderer(meta, head).is_some() {
        return None;
    }
    let requested;
    let lists = if context.headers().asks_for_all() {
        &Lists::NONE
    } else {
        requested = context.headers().lists(meta.component);
        &requested
    };
    let full = meta.full_visit(schema, lists);
    if full.is_some_and(FullVisit::is_often_lazy) {
        return None;
    }
    let mut plan = full.map_or_else(|| Plan::new(schema, lists, None), |full| full.plan.clone());
    if !full.is_some_and(FullVisit::is_never_lazy) {
        match Resolvers::none_needed(&mut plan, lists.partial, |resolvers| props.resolvers(resolvers)) {
            NoneNeeded::No => {
                full.into_iter().for_each(FullVisit::remember_lazy);
                return None;
            }
            NoneNeeded::ThisTime => {}
            NoneNeeded::Yes => full.into_iter().for_each(FullVisit::remember_not_lazy),
        }
    }
    #[cfg(debug_assertions)]
    visit.hint(meta.component, schema, lists, &[]);
    let object = PageObject { meta, full, visit, head, lists, shares: &[], flash: None };
    let tables = Tables { provided: &mut [], plan: &mut plan, props };
    Some(match object.body(tables) {
        Ok((body, kind)) => response(body, kind, head, None, false),
        Err(error) => unwritable(meta, &error),
    })
}

/// The response to a visit that may have to await something. This much is compiled for each page.
fn resolve<P: PropsTable + Send>(
    visit: Visit,
    meta: &PageMeta,
    page: Page<P>,
) -> impl Future<Output = Response> + Send {
    let Page { mut props, head } = page;
    async move { resolve_erased(visit, meta, P::SCHEMA, head, &mut props).await }
}

/// [`resolve`] for props of any type.
///
/// An async block stores its captured variables once; an async fn would store its arguments twice.
fn resolve_erased(
    visit: Visit,
    meta: &PageMeta,
    schema: &'static Schema,
    mut head: PageHead,
    props: &mut (dyn ErasedProps + Send),
) -> impl Future<Output = Response> + Send {
    let Visit { visit, providers } = visit;
    async move {
        let request_data = visit.context.said();
        // An error page is shown although flash of the request is invalid, because that may be the error it reports.
        let invalid_flash = request_data.failed().filter(|_| visit.context.failure().is_none());
        if let Some(reason) = head.failed().or(invalid_flash) {
            return server_error(&format!("page `{}`: {reason}", meta.component));
        }
        let lists = visit.context.headers().lists(meta.component);
        #[cfg(debug_assertions)]
        visit.hint(meta.component, schema, &lists, &request_data.shares);
        let request_flash = request_data.for_page(visit.context.failure().is_some());
        let (flash, delivered) = flash_of(&visit, &head, schema, &lists, request_flash).await;

        let mut provided = Vec::new();
        if !providers.is_empty() {
            provided = match visit.provide(providers, meta, schema, &lists, &request_data.shares).await {
                Ok(provided) => provided,
                Err(response) => return response,
            };
        }
        let full = meta.full_visit(schema, &lists);
        let mut plan = full.map_or_else(|| Plan::new(schema, &lists, None), |full| full.plan.clone());
        let needed = needed_of_providers(&mut provided, lists.partial);
        let needed = Resolvers::collect(&mut plan, lists.partial, None, needed, |resolvers| {
            props.resolvers(resolvers);
        });
        let resolved = drive(needed, |provider| visit.context.lose_provider(provider)).await;
        let written = {
            let object = PageObject {
                meta,
                full,
                visit: &visit,
                head: &head,
                lists: &lists,
                shares: &request_data.shares,
                flash: Some(&flash),
            };
            let tables = Tables { provided: &mut provided, plan: &mut plan, props: &*props };
            written(&object, tables, resolved)
        };
        #[cfg(feature = "ssr")]
        let written = match (written, visit.renderer(meta, &head)) {
            (Ok((page, ResponseKind::Bare)), Some(renderer)) => {
                let document = crate::page::ssr::document(renderer, &visit, meta, &head, page).await;
                document
                    .map(|document| (document, ResponseKind::Document))
                    .map_err(|error| server_error(&format!("page `{}`: {error}", meta.component)))
            }
            (written, _) => written,
        };
        match written {
            Ok((body, kind)) => response(body, kind, &mut head, delivered, !flash.is_empty()),
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

/// The body, after every prop that the response needs was resolved or failed with `rescue`.
#[expect(clippy::result_large_err, reason = "the error is the response, and is passed on at once")]
fn written(
    object: &PageObject<'_>,
    mut tables: Tables<'_>,
    resolved: Result<Vec<(At, Failure)>, (At, Failure)>,
) -> Result<(Vec<u8>, ResponseKind), Response> {
    let meta = object.meta;
    let rescued = resolved.map_err(|(at, failure)| {
        if let Some(provider) = at.provider {
            object.visit.context.lose_provider(provider);
        }
        server_error(describe(meta, &tables, at, &failure))
    })?;
    for (at, failure) in rescued {
        tracing::warn!("{}; the page goes on without it", describe(meta, &tables, at, &failure));
        tables.plan_of(at.provider).rescue(at.index);
    }
    object.body(tables).map_err(|error| unwritable(meta, &error))
}

#[cold]
fn unwritable(meta: &PageMeta, error: &PageError) -> Response {
    server_error(&format!("page `{}`: {error}", meta.component))
}

/// The flash of the page: stored flash, flash of this request, and the page's own. Also the part that must not be delivered
/// again, if there is any.
async fn flash_of(
    visit: &VisitContext,
    head: &PageHead,
    page: &'static Schema,
    lists: &Lists<'_>,
    request_flash: Flash,
) -> (Flash, Option<DeliveredFlash>) {
    let context = &visit.context;
    let mut delivered = (!request_flash.is_empty())
        .then(|| DeliveredFlash { said: request_flash.values.clone(), ..DeliveredFlash::default() });
    let mut flash = Flash::default();
    if let Some(session) = &visit.settings.session
        && !context.cookies().is_empty()
        && delivers(visit, head.status, page, lists)
    {
        // Boxed, because few pages have stored flash, and this future would enlarge the future of every page.
        let pending = Box::pin(session.pending(context.cookies(), &context.line())).await;
        flash = pending.flash;
        delivered.get_or_insert_default().waiting = pending.delivered;
    }
    flash.extend(request_flash);
    if let Some(more) = &head.more {
        flash.extend(more.flashing.flash.clone());
    }
    (flash, delivered)
}

/// Whether the visitor sees this page, so that stored flash may be shown on it.
fn delivers(visit: &VisitContext, status: StatusCode, page: &'static Schema, lists: &Lists<'_>) -> bool {
    let (context, headers) = (&visit.context, visit.context.headers());
    *context.method() != Method::HEAD
        && !headers.prefetch
        && !headers.precognitive
        && status.as_u16() < 400
        && !is_deferred_fetch(visit, page, lists)
}

/// Whether the client requests deferred props. It then ignores the flash of the response, so flash stays stored. Such a
/// request is detected by its headers, because the client sends no mark. A false positive only delays the flash.
fn is_deferred_fetch(visit: &VisitContext, page: &'static Schema, lists: &Lists<'_>) -> bool {
    let Some(only) = &lists.only else { return false };
    let context = &visit.context;
    let tables = || visit.settings.providers.iter().map(|provider| provider.schema()).chain([page]);
    lists.partial
        && context.headers().reload
        && *context.method() == Method::GET
        && lists.except.is_empty()
        && lists.reset.is_empty()
        && only.iter().all(|entry| tables().any(|table| table.defers(entry)))
}

/// The lazy props of the providers that the response needs.
fn needed_of_providers(provided: &mut [SharedProps], partial: bool) -> Vec<NeededProps<'_>> {
    let mut needed = Vec::new();
    for provider in provided {
        if let Some(props) = &mut provider.props {
            needed =
                Resolvers::collect(&mut provider.plan, partial, Some(provider.index), needed, |resolvers| {
                    props.resolvers(resolvers);
                });
        }
    }
    needed
}

fn describe(meta: &PageMeta, tables: &Tables<'_>, at: At, failure: &Failure) -> Reason {
    let component = meta.component;
    if let Some(provider) =
        at.provider.and_then(|index| tables.provided.iter().find(|provider| provider.index == index))
    {
        let (path, name) = (provider.plan.schema.path_of(at.index), provider.name);
        return failure.reason(format!("page `{component}`: shared prop `{path}` of `{name}` failed"));
    }
    let path = tables.plan.schema.path_of(at.index);
    failure.reason(format!("page `{component}`: prop `{path}` failed"))
}

fn response(
    body: Vec<u8>,
    kind: ResponseKind,
    head: &mut PageHead,
    delivered: Option<DeliveredFlash>,
    has_flash: bool,
) -> Response {
    let mut response = Response::new(Body::from(body));
    if let Some(delivered) = delivered {
        response.extensions_mut().insert(delivered);
    }
    *response.status_mut() = head.status;
    let headers = response.headers_mut();
    if kind == ResponseKind::Document {
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
    // Flash is for one visitor and one time, so a cache must not store it even if the handler sets `Cache-Control`.
    if has_flash && !forbids_storing(&more) {
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

/// Whether `Cache-Control` has `no-store`.
pub(crate) fn forbids_storing(headers: &HeaderMap) -> bool {
    let mut lines = headers.get_all(CACHE_CONTROL).iter();
    lines.any(|line| text(line).to_ascii_lowercase().contains("no-store"))
}
