//! The document of a first visit, around what the renderer has made of its page.

use std::{future::Future, pin::Pin};

use bytes::Bytes;
use serde_json::Map;

use super::Renderer;
use crate::{
    page::PageHead,
    root::{DocumentContext, RootError},
    site::{Answer, PageSite},
    visit::Asked,
};

/// Writes the document of a page whose page object is written already. It is sent as it is, and stands in the document
/// as it is when the renderer does not help.
pub(crate) fn document<'a>(
    renderer: &'a Renderer,
    asked: &'a Asked,
    site: &'a PageSite,
    head: &'a PageHead,
    page: Vec<u8>,
) -> Pin<Box<dyn Future<Output = Result<Vec<u8>, RootError>> + Send + 'a>> {
    Box::pin(async move {
        let page = Bytes::from(page);
        let answer = renderer.render(&page, site.component, asked.context.path_and_query()).await;
        let none = Map::new();
        let view_data = head.more.as_ref().map_or(&none, |more| &more.view_data);
        let context = DocumentContext { nonce: asked.nonce.as_deref(), view_data };
        let mut out = site.buffer(Answer::Document);
        asked.context.app().root.render_written(&mut out, &context, &page, answer.as_ref())?;
        site.remember(Answer::Document, out.len());
        Ok(out)
    })
}
