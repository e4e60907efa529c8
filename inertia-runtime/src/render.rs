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
        InertiaProps, Resolvers, Schema,
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
    let lists = asked.context.headers().lists(&site.component);
    #[cfg(debug_assertions)]
    asked.hint(&site.component, schema, &lists, &shares.props);

    let mut provided = Vec::new();
    if !providers.is_empty() {
        provided = match asked.provide(providers, site, schema, &lists, &shares.props).await {
            Ok(provided) => provided,
            Err(response) => return response,
        };
    }
    let full = site.full_visit(schema, &lists);
    let mut plan = full.map_or_else(|| Plan::new(schema, &lists, &|_| false), |full| full.plan.clone());
    let mut rescued = Vec::new();
    let needed = needed_of_providers(&mut provided, lists.partial);
    let needed = Resolvers::collect(&mut plan, lists.partial, None, needed, |resolvers| {
        props.__inertia_resolvers(resolvers);
    });
    let resolved = drive(needed, |at, failure| rescued.push((at, failure))).await;
    if let Err((at, failure)) = resolved {
        return server_error(&describe(site, schema, &provided, at, &failure));
    }
    for (at, failure) in rescued {
        tracing::warn!("{}; the page goes on without it", describe(site, schema, &provided, at, &failure));
        let of = at.provider.and_then(|provider| provided.get_mut(provider));
        of.map_or(&mut plan, |of| &mut of.plan).rescue(at.index);
    }
    let object = PageObject { site, full, asked: &asked, head: &head, lists: &lists, shares: &shares.props };
    let tables =
        Tables { provided: &mut provided, plan: &mut plan, write: &|writer| props.__inertia_write(writer) };
    match object.into_body(tables) {
        Ok((body, answer)) => response(body, answer, head),
        Err(error) => server_error(&format!("page `{}`: {error}", site.component)),
    }
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

fn describe(
    site: &PageSite,
    page: &'static Schema,
    provided: &[Provided],
    at: At,
    failure: &Failure,
) -> String {
    let shared = at.provider.and_then(|provider| provided.get(provider));
    let path = shared.map_or(page, |of| of.plan.schema).path_of(at.index);
    let reason = failure.reason();
    match shared {
        Some(of) => {
            format!("page `{}`: shared prop `{path}` of `{}` failed: {reason}", site.component, of.name)
        }
        None => format!("page `{}`: prop `{path}` failed: {reason}", site.component),
    }
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
