//! Parses the form in a request into a tree.

pub(crate) mod incoming;
pub(crate) mod json;
pub(crate) mod keys;
#[cfg(feature = "multipart")]
pub(crate) mod multipart;
pub(crate) mod node;
pub(crate) mod query;
#[cfg(test)]
mod tests;
pub(crate) mod tree;
pub(crate) mod unreadable;
#[cfg(feature = "multipart")]
pub(crate) mod upload;

use axum::extract::Request;
use http::{HeaderMap, Method, header::CONTENT_TYPE};
use url::form_urlencoded;

use crate::form::settings::FormSettings;
use crate::form::{
    Fields, FormLimits, Node, Problem,
    body::{incoming::IncomingBody, tree::Tree, unreadable::UnreadableBody},
};
use crate::request::context::RequestContext;

/// The form in a request, parsed but not decoded.
#[derive(Debug, Default)]
pub(crate) struct FormBody {
    pub(crate) root: Fields,
    /// The problems found while parsing, by dotted key: text or files over a limit. The tree has [`Node::Null`] at each of
    /// these keys, except for lists with too many files.
    pub(crate) problems: Vec<(String, Problem)>,
    /// The limits, if this is the query of live validation. There the client writes nested objects as JSON text, and
    /// objects in arrays as `[object Object]`.
    pub(crate) precognitive_query: Option<FormLimits>,
}

/// Reads the form from the body, the query, or both. Limits set on the route override the application's.
pub(crate) async fn read(
    request: Request,
    context: &RequestContext,
    settings: &FormSettings,
) -> Result<FormBody, UnreadableBody> {
    let limits = request.extensions().get().copied().unwrap_or(settings.limits);
    let mut form = read_within(request, &limits).await?;
    form.precognitive_query = form.precognitive_query.filter(|_| context.headers().precognitive);
    Ok(form)
}

/// GET and HEAD read the query, and other methods the body. DELETE reads both, and the body overrides the query.
pub(super) async fn read_within(request: Request, limits: &FormLimits) -> Result<FormBody, UnreadableBody> {
    let (parts, body) = request.into_parts();
    let has_query = matches!(parts.method, Method::GET | Method::HEAD | Method::DELETE);
    let has_body = !matches!(parts.method, Method::GET | Method::HEAD);
    let mut form = FormBody { precognitive_query: has_query.then_some(*limits), ..FormBody::default() };
    if has_query {
        (form.root, form.problems) = urlencoded(parts.uri.query().unwrap_or_default().as_bytes(), limits)?;
    }
    if has_body {
        let media_type = MediaType::of(&parts.headers);
        let incoming = IncomingBody::new(body, limits, media_type.max_body_bytes(limits))?;
        let (members, problems) = read_body(media_type, incoming, limits).await?;
        form.root.extend(members);
        form.problems.extend(problems);
    }
    Ok(form)
}

type Read = Result<(Fields, Vec<(String, Problem)>), UnreadableBody>;

/// An empty body is an empty form, even with an unsupported type: live validation sends `Content-Type: application/json`
/// with an empty body.
async fn read_body(media_type: MediaType, mut incoming: IncomingBody, limits: &FormLimits) -> Read {
    if incoming.is_empty() {
        return Ok(Default::default());
    }
    match media_type {
        MediaType::Json => match &incoming.collect().await? {
            empty if empty.is_empty() => Ok(Default::default()),
            body => json::object(body, limits),
        },
        MediaType::Urlencoded => urlencoded(&incoming.collect().await?, limits),
        #[cfg(feature = "multipart")]
        MediaType::Multipart(content_type) => multipart::read(incoming, &content_type, limits).await,
        MediaType::Other(content_type) => match incoming.next().await? {
            None => Ok(Default::default()),
            Some(_) => Err(UnreadableBody::UnsupportedType(content_type)),
        },
    }
}

enum MediaType {
    Json,
    Urlencoded,
    #[cfg(feature = "multipart")]
    /// The whole header, which includes the boundary.
    Multipart(String),
    Other(Option<String>),
}

impl MediaType {
    /// The largest number of bytes read from such a body. Only multipart bodies are read past `body`: there the message can
    /// be put under the field of a file.
    const fn max_body_bytes(&self, limits: &FormLimits) -> u64 {
        match self {
            #[cfg(feature = "multipart")]
            Self::Multipart(_) => limits.max_multipart_bytes(),
            Self::Json | Self::Urlencoded | Self::Other(_) => limits.body,
        }
    }

    fn of(headers: &HeaderMap) -> Self {
        let Some(header) = headers.get(CONTENT_TYPE) else { return Self::Other(None) };
        let Ok(text) = header.to_str() else {
            return Self::Other(Some(String::from_utf8_lossy(header.as_bytes()).into_owned()));
        };
        let essence = text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match &*essence {
            "application/json" => Self::Json,
            "application/x-www-form-urlencoded" => Self::Urlencoded,
            #[cfg(feature = "multipart")]
            "multipart/form-data" => Self::Multipart(text.to_owned()),
            kind if kind.starts_with("application/") && kind.ends_with("+json") => Self::Json,
            _ => Self::Other(Some(essence)),
        }
    }
}

fn urlencoded(text: &[u8], limits: &FormLimits) -> Read {
    let mut tree = Tree::new(limits);
    for (name, value) in form_urlencoded::parse(text) {
        if value.len() > limits.field {
            tree.insert_problem(&name, Problem::TextTooLarge { limit: limits.field })?;
        } else {
            tree.insert(&name, Node::Text(value.into_owned()))?;
        }
    }
    Ok(tree.finish())
}
