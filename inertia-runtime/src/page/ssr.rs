//! The document of a first visit that a renderer renders.

use std::{future::Future, pin::Pin};

use bytes::Bytes;
use serde_json::Map;

use crate::ssr::Renderer;
use crate::{
    document::{DocumentContext, RootError},
    page::{
        PageHead,
        meta::{PageMeta, ResponseKind},
        visit::VisitContext,
    },
};

/// Sends the page object to the renderer and writes the document with the result. If the renderer fails, the document holds
/// the page object alone, for the client to render.
pub(crate) fn document<'a>(
    renderer: &'a Renderer,
    visit: &'a VisitContext,
    meta: &'a PageMeta,
    head: &'a PageHead,
    page: Vec<u8>,
) -> Pin<Box<dyn Future<Output = Result<Vec<u8>, RootError>> + Send + 'a>> {
    Box::pin(async move {
        let page = Bytes::from(page);
        let response = renderer.render(&page, meta.component, visit.context.path_and_query()).await;
        let none = Map::new();
        let view_data = head.more.as_ref().map_or(&none, |more| &more.view_data);
        let context = DocumentContext { nonce: visit.nonce.as_deref(), view_data };
        let mut out = meta.buffer(ResponseKind::Document);
        visit.settings.root.render_written(&mut out, &context, &page, response.as_ref())?;
        meta.remember(ResponseKind::Document, out.len());
        Ok(out)
    })
}
