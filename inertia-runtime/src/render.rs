//! From what a handler returned to the response: select, resolve, write.

use axum::{body::Body, response::Response};
use http::{
    HeaderValue,
    header::{CACHE_CONTROL, CONTENT_TYPE},
};

use crate::{
    error::server_error,
    page::{IntoPage, Page, PageHead},
    page_object::{PageObject, Tables},
    props::{
        InertiaProps, Resolvers,
        drive::{At, drive},
        lazy::Failure,
        plan::Plan,
        resolvers::Needed,
    },
    protocol::headers,
    shared::Provided,
    site::{Answer, PageSite},
    visit::Visit,
};

/// Answers a visit with what a page handler returned. Only the few lines that touch the props are generic.
pub async fn render<T: IntoPage>(visit: Visit, site: &PageSite, outcome: T) -> Response {
    let Page { mut props, head } = match outcome.into_page() {
        Ok(page) => page,
        Err(response) => return response,
    };
    let Visit { asked, providers } = visit;
    let shares = asked.context.shares();
    if let Some(reason) = head.more.as_ref().and_then(|more| more.failed.as_ref()).or(shares.failed.as_ref())
    {
        return server_error(&format!("page `{}`: {reason}", site.component));
    }
    let schema = <T::Props as InertiaProps>::SCHEMA;
    let lists = asked.context.headers().lists(site.component);
    #[cfg(debug_assertions)]
    asked.hint(site.component, schema, &lists, &shares.props);

    let mut provided = Vec::new();
    if !providers.is_empty() {
        provided = match asked.provide(providers, site, schema, &lists, &shares.props).await {
            Ok(provided) => provided,
            Err(response) => return response,
        };
    }
    let full = site.full_visit(schema, &lists);
    let mut plan = full.map_or_else(|| Plan::new(schema, &lists, &not_replaced), |full| full.plan.clone());
    let needed = needed_of_providers(&mut provided, lists.partial);
    let needed = Resolvers::collect(&mut plan, lists.partial, None, needed, |resolvers| {
        props.__inertia_resolvers(resolvers);
    });
    let resolved = drive(needed).await;
    let object = PageObject { site, full, asked: &asked, head: &head, lists: &lists, shares: &shares.props };
    let tables =
        Tables { provided: &mut provided, plan: &mut plan, write: &|writer| props.__inertia_write(writer) };
    match written(&object, tables, resolved) {
        Ok((body, answer)) => response(body, answer, head),
        Err(failed) => failed,
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
    let rescued = resolved.map_err(|(at, failure)| server_error(&describe(site, &tables, at, &failure)))?;
    for (at, failure) in rescued {
        tracing::warn!("{}; the page goes on without it", describe(site, &tables, at, &failure));
        tables.plan_of(at.provider).rescue(at.index);
    }
    object.body(tables).map_err(|error| server_error(&format!("page `{}`: {error}", site.component)))
}

/// Nobody replaces the page's own props.
fn not_replaced(_: &str) -> bool {
    false
}

/// The lazy props of the providers that the response needs.
fn needed_of_providers(provided: &mut [Provided], partial: bool) -> Vec<Needed<'_>> {
    let mut needed = Vec::new();
    for (provider, of) in provided.iter_mut().enumerate() {
        if let Some(props) = &mut of.props {
            needed = Resolvers::collect(&mut of.plan, partial, Some(provider), needed, |resolvers| {
                props.resolvers(resolvers);
            });
        }
    }
    needed
}

fn describe(site: &PageSite, tables: &Tables<'_>, at: At, failure: &Failure) -> String {
    let (component, reason) = (site.component, failure.reason());
    if let Some(of) = at.provider.and_then(|provider| tables.provided.get(provider)) {
        let (path, name) = (of.plan.schema.path_of(at.index), of.name);
        return format!("page `{component}`: shared prop `{path}` of `{name}` failed: {reason}");
    }
    let path = tables.plan.schema.path_of(at.index);
    format!("page `{component}`: prop `{path}` failed: {reason}")
}

fn response(body: Vec<u8>, answer: Answer, head: PageHead) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = head.status;
    let headers = response.headers_mut();
    if answer == Answer::Document {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    } else {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(headers::INERTIA, HeaderValue::from_static("true"));
    }
    let more = head.more.map(|more| more.headers).unwrap_or_default();
    if !more.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache, private"));
    }
    if !more.is_empty() {
        headers.extend(more);
    }
    response
}
