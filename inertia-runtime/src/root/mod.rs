//! The document of a first visit: what surrounds the page object when the answer is HTML.
//!
//! Everything that does not depend on the request is put together once, at start. A visit then costs a few copies
//! and the page object, which is written straight into the response.

pub(crate) mod attribute;
mod document;
mod error;
mod layout;
mod managed;
mod mount;
#[cfg_attr(
    not(any(test, feature = "ssr")),
    allow(dead_code, reason = "pages that are rendered on a server need it")
)]
mod nonce;
#[cfg(feature = "ssr")]
mod page_script;
mod start_tag;
#[cfg(feature = "tera")]
mod tera;
pub(crate) mod vite;

use std::sync::Arc;

use serde_json::{Map, Value};

pub(crate) use self::error::RootError;
use self::layout::Layout;
use self::mount::Mount;
#[cfg(feature = "tera")]
pub use self::tera::{Template, template};
#[cfg(feature = "ssr")]
use self::vite::SsrServer;
use self::vite::{ResolvedVite, Vite};
#[cfg(feature = "ssr")]
pub(crate) use self::{
    page_script::{PageScript, PageScriptError},
    start_tag::is_open,
};
use crate::protocol::escape::escape_script;

/// Renders the documents of an app.
#[derive(Debug)]
pub(crate) struct Root {
    mount: Mount,
    source: Kept,
    version: Option<String>,
    #[cfg(any(feature = "ssr", debug_assertions))]
    vite: Option<Arc<ResolvedVite>>,
    dev_origins: Option<String>,
}

/// What an app has said about its document.
#[derive(Debug)]
pub(crate) struct RootOptions {
    /// The id of the element that the client mounts into.
    pub(crate) id: String,
    /// The `lang` of the built-in document.
    pub(crate) language: String,
    /// The front end's build; without it the document loads no script.
    pub(crate) vite: Option<Vite>,
    /// The Tera template to use in place of the built-in document.
    #[cfg(feature = "tera")]
    pub(crate) template: Option<Template>,
}

/// What a document needs to know of the request.
#[derive(Debug)]
pub(crate) struct DocumentContext<'a> {
    /// The CSP nonce that goes on every tag we print.
    pub(crate) nonce: Option<&'a str>,
    /// The values that the handler gave to the template.
    #[cfg_attr(not(feature = "tera"), expect(dead_code, reason = "only templates read it"))]
    pub(crate) view_data: &'a Map<String, Value>,
}

/// What a renderer has made of a page.
#[cfg(feature = "ssr")]
#[derive(Debug)]
pub(crate) struct Rendered {
    /// The elements that belong into the document's head.
    pub(crate) head: Vec<String>,
    /// The page object in its script element, and the root element with the page.
    pub(crate) body: String,
    /// Where the page object is in the body.
    pub(crate) page: PageScript,
}

/// Where the document is made from.
#[derive(Debug)]
enum Kept {
    /// What was read at start, for good.
    Fixed(Source),
    /// A template that someone works on.
    #[cfg(all(feature = "tera", debug_assertions))]
    Watched(tera::Watched),
}

#[derive(Debug)]
enum Source {
    /// The same for every request, but for the nonce: the built-in document and most templates.
    Layout(Layout),
    /// A template that reads the page object, view data or the nonce.
    #[cfg(feature = "tera")]
    Template(Box<tera::TeraRoot>),
}

impl Kept {
    /// Does something with the document's source as it is now.
    fn with<T, E: From<RootError>>(&self, work: impl FnOnce(&Source) -> Result<T, E>) -> Result<T, E> {
        match self {
            Self::Fixed(source) => work(source),
            #[cfg(all(feature = "tera", debug_assertions))]
            Self::Watched(watched) => watched.with(work),
        }
    }
}

impl Default for RootOptions {
    fn default() -> Self {
        Self {
            id: "app".to_owned(),
            language: "en".to_owned(),
            vite: None,
            #[cfg(feature = "tera")]
            template: None,
        }
    }
}

impl Root {
    /// Reads and checks whatever the document is made of, so that a mistake in it shows at start.
    ///
    /// # Errors
    ///
    /// When the front end's build cannot be found or read, or when the template has a mistake.
    pub(crate) fn new(options: RootOptions) -> Result<Self, RootError> {
        let vite = options.vite.map(Vite::resolve).transpose()?.map(Arc::new);
        let version = vite.as_deref().and_then(ResolvedVite::version);
        let dev_origins = vite.as_deref().and_then(ResolvedVite::dev_origins);
        let mount = Mount::new(&options.id);
        #[cfg(feature = "tera")]
        if let Some(template) = options.template {
            return Ok(Self {
                mount,
                source: tera::load(&template, vite.clone())?,
                version,
                dev_origins,
                #[cfg(any(feature = "ssr", debug_assertions))]
                vite,
            });
        }
        #[cfg(debug_assertions)]
        if vite.is_none() {
            tracing::warn!(
                "documents load no script, so that browsers show an empty page: add `.vite(Vite::auto(\"frontend\")?)`, or a `.template(..)` with scripts of its own"
            );
        }
        let source = Source::Layout(document::layout(&options.language, vite.as_deref())?);
        Ok(Self {
            mount,
            source: Kept::Fixed(source),
            version,
            dev_origins,
            #[cfg(any(feature = "ssr", debug_assertions))]
            vite,
        })
    }

    /// The origins of the dev server, if the document loads from one.
    pub(crate) fn dev_origins(&self) -> Option<&str> {
        self.dev_origins.as_deref()
    }

    /// Whether the build that documents load has a file at this path.
    #[cfg(debug_assertions)]
    pub(crate) fn loads(&self, path: &str) -> bool {
        self.vite.as_deref().is_some_and(|vite| vite.builds(path))
    }

    /// Whether Vite's dev server renders pages.
    #[cfg(feature = "ssr")]
    pub(crate) fn ssr_server(&self) -> SsrServer {
        self.vite.as_deref().map_or(SsrServer::NoServer, ResolvedVite::ssr_server)
    }

    /// Whether the document has a place for the head of a page that was rendered on a server.
    #[cfg(feature = "ssr")]
    pub(crate) fn has_head(&self) -> bool {
        let has_head = self.source.with(|source| {
            Ok::<_, RootError>(match source {
                Source::Layout(layout) => layout.has_head(),
                #[cfg(feature = "tera")]
                Source::Template(template) => template.prints_head(),
            })
        });
        // A template that cannot be read is not said to lack something.
        has_head.unwrap_or(true)
    }

    /// The asset version that follows from the manifest; none with a dev server or without Vite.
    pub(crate) fn version(&self) -> Option<&str> {
        self.version.as_deref()
    }

    /// Appends the whole document to `out`. `page` appends the page object's JSON at the place where it belongs;
    /// it is made safe for a script element afterwards.
    ///
    /// # Errors
    ///
    /// The error of `page`, or what went wrong in the template. `out` then holds the beginning of a document.
    pub(crate) fn render<E: From<RootError>>(
        &self,
        out: &mut Vec<u8>,
        context: &DocumentContext<'_>,
        page: impl FnOnce(&mut Vec<u8>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.source.with(|source| self.render_from(source, out, context, page))
    }

    fn render_from<E: From<RootError>>(
        &self,
        source: &Source,
        out: &mut Vec<u8>,
        context: &DocumentContext<'_>,
        page: impl FnOnce(&mut Vec<u8>) -> Result<(), E>,
    ) -> Result<(), E> {
        match source {
            Source::Layout(layout) => self.write(out, layout, context.nonce, page),
            #[cfg(feature = "tera")]
            Source::Template(template) if template.reads_page() => {
                // The template comes before the page object but reads it, so the page object waits in a buffer.
                let mut json = Vec::new();
                page(&mut json)?;
                let layout = template.layout(context, Some(&json))?;
                self.write(out, &layout, context.nonce, |out| {
                    out.extend_from_slice(&json);
                    Ok(())
                })
            }
            #[cfg(feature = "tera")]
            Source::Template(template) => {
                let layout = template.layout(context, None)?;
                self.write(out, &layout, context.nonce, page)
            }
        }
    }

    /// Appends the whole document around a page that is written already: what a renderer has made of it, or the page
    /// object itself.
    ///
    /// # Errors
    ///
    /// What went wrong in the template. `out` then holds the beginning of a document.
    #[cfg(feature = "ssr")]
    pub(crate) fn render_written(
        &self,
        out: &mut Vec<u8>,
        context: &DocumentContext<'_>,
        page: &[u8],
        rendered: Option<&Rendered>,
    ) -> Result<(), RootError> {
        let Some(rendered) = rendered else {
            return self.render(out, context, |out| {
                out.extend_from_slice(page);
                Ok(())
            });
        };
        let mut write = |layout: &Layout| {
            let nonce = context.nonce.map(attribute::escape);
            layout.write_before(out, nonce.as_deref(), Some(&rendered.head));
            let body = rendered.page.cut(&rendered.body);
            match &nonce {
                Some(nonce) => nonce::write_page_script(out, body.before, nonce),
                None => out.extend_from_slice(body.before.as_bytes()),
            }
            if rendered.page.is_safe() {
                out.extend_from_slice(body.json.as_bytes());
            } else {
                let from = out.len();
                out.extend_from_slice(page);
                escape_script(out, from);
            }
            out.extend_from_slice(body.after.as_bytes());
            layout.write_after(out, nonce.as_deref());
        };
        self.source.with(|source| {
            match source {
                Source::Layout(layout) => write(layout),
                #[cfg(feature = "tera")]
                Source::Template(template) => {
                    write(&template.layout(context, template.reads_page().then_some(page))?);
                }
            }
            Ok(())
        })
    }

    fn write<E>(
        &self,
        out: &mut Vec<u8>,
        layout: &Layout,
        nonce: Option<&str>,
        page: impl FnOnce(&mut Vec<u8>) -> Result<(), E>,
    ) -> Result<(), E> {
        let nonce = nonce.map(attribute::escape);
        layout.write_before(out, nonce.as_deref(), None);
        self.mount.open(out, nonce.as_deref());
        let from = out.len();
        page(out)?;
        escape_script(out, from);
        self.mount.close(out);
        layout.write_after(out, nonce.as_deref());
        Ok(())
    }
}

#[cfg(test)]
mod folder;
#[cfg(test)]
mod tests;
