//! From a request to the tree of its form.

use axum::extract::Request;
use http::{HeaderMap, Method, header::CONTENT_TYPE};
use url::form_urlencoded;

#[cfg(feature = "multipart")]
use super::multipart;
use super::{
    Fields, FormLimits, Node, Problem, incoming::Incoming, json, tree::Tree, unreadable::Unreadable,
};
use crate::request::RequestContext;

/// What a request says to a form.
#[derive(Debug, Default)]
pub(crate) struct FormBody {
    pub(crate) root: Fields,
    /// What is known to be wrong before anything is decoded, under dotted keys: a text or a file over its limit. Under each
    /// of these keys the tree has [`Node::Null`], except under those of too many files.
    pub(crate) problems: Vec<(String, Problem)>,
    /// The limits, when this is the query of live validation, which has nested objects as JSON texts and objects in arrays
    /// as `[object Object]`.
    pub(crate) precognitive_query: Option<FormLimits>,
}

/// Reads the form that a request has in its body, in its query, or in both. A route's own limits come before the
/// application's.
pub(crate) async fn read(request: Request, context: &RequestContext) -> Result<FormBody, Unreadable> {
    let limits = request.extensions().get().copied().unwrap_or(context.app().form_limits);
    let mut form = read_within(request, &limits).await?;
    form.precognitive_query = form.precognitive_query.filter(|_| context.headers().precognitive);
    Ok(form)
}

/// GET and HEAD have a query, DELETE has one and a body that is laid over it, and all others have a body.
pub(super) async fn read_within(request: Request, limits: &FormLimits) -> Result<FormBody, Unreadable> {
    let (parts, body) = request.into_parts();
    let has_query = matches!(parts.method, Method::GET | Method::HEAD | Method::DELETE);
    let has_body = !matches!(parts.method, Method::GET | Method::HEAD);
    let mut form = FormBody { precognitive_query: has_query.then_some(*limits), ..FormBody::default() };
    if has_query {
        (form.root, form.problems) = urlencoded(parts.uri.query().unwrap_or_default().as_bytes(), limits)?;
    }
    if has_body {
        let media_type = MediaType::of(&parts.headers);
        let incoming = Incoming::new(body, limits, media_type.longest(limits))?;
        let (members, problems) = read_body(media_type, incoming, limits).await?;
        form.root.extend(members);
        form.problems.extend(problems);
    }
    Ok(form)
}

type Read = Result<(Fields, Vec<(String, Problem)>), Unreadable>;

/// A body without a byte is an empty form, whatever its type: live validation announces JSON and sends nothing.
async fn read_body(media_type: MediaType, mut incoming: Incoming, limits: &FormLimits) -> Read {
    if incoming.is_empty() {
        return Ok(Default::default());
    }
    match media_type {
        MediaType::Json => match &incoming.collect().await? {
            nothing if nothing.is_empty() => Ok(Default::default()),
            body => json::object(body, limits),
        },
        MediaType::Urlencoded => urlencoded(&incoming.collect().await?, limits),
        #[cfg(feature = "multipart")]
        MediaType::Multipart(content_type) => multipart::read(incoming, &content_type, limits).await,
        MediaType::Other(content_type) => match incoming.next().await? {
            None => Ok(Default::default()),
            Some(_) => Err(Unreadable::UnsupportedType(content_type)),
        },
    }
}

enum MediaType {
    Json,
    Urlencoded,
    #[cfg(feature = "multipart")]
    /// With its parameters, of which one is the boundary.
    Multipart(String),
    Other(Option<String>),
}

impl MediaType {
    /// How many bytes of such a body are read at most. Only files say under which field a message belongs, so only a body with files is
    /// read on when it is over its limit.
    const fn longest(&self, limits: &FormLimits) -> u64 {
        match self {
            #[cfg(feature = "multipart")]
            Self::Multipart(_) => limits.longest_multipart(),
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
