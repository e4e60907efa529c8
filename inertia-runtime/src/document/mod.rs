//! The document of a first visit: the HTML around the page object.
//!
//! The parts that do not depend on the request are made once, at start. A visit then copies them and writes the page object
//! directly into the response.

#[cfg(feature = "embed")]
pub(crate) mod assets;

pub(crate) mod attribute;
pub(crate) mod built_in;
pub(crate) mod error;
pub(crate) mod head;
pub(crate) mod layout;
pub(crate) mod mount;
#[cfg_attr(
    not(any(test, feature = "ssr")),
    allow(dead_code, reason = "pages that are rendered on a server need it")
)]
pub(crate) mod nonce;
#[cfg(feature = "ssr")]
pub(crate) mod page_script;
pub(crate) mod start_tag;
#[cfg(feature = "tera")]
pub(crate) mod tera;
pub(crate) mod vite;
pub(crate) mod watched;

use std::{borrow::Cow, sync::Arc};

use serde_json::{Map, Value};

pub(crate) use crate::document::error::RootError;
use crate::document::layout::Layout;
use crate::document::mount::Mount;
#[cfg(feature = "tera")]
pub use crate::document::tera::{Template, template};
#[cfg(feature = "ssr")]
use crate::document::vite::SsrServer;
use crate::document::vite::{MissingFile, ResolvedVite, Vite, ViteError};
use crate::document::watched::{Files, Watched};
#[cfg(feature = "ssr")]
pub(crate) use crate::document::{
    page_script::{PageScript, PageScriptError},
    start_tag::is_open,
};
use crate::{development::DEVELOPMENT, protocol::escape::escape_script};

/// Renders the documents of an application.
#[derive(Debug)]
pub(crate) struct Root {
    mount: Mount,
    document: Document,
    /// Whether Vite's dev server rendered pages when the application was built.
    #[cfg(feature = "ssr")]
    ssr_server: SsrServer,
}

/// The settings of the document.
#[derive(Debug)]
pub(crate) struct RootOptions {
    /// The id of the element that the client mounts into.
    pub(crate) id: String,
    /// The `lang` of the built-in document.
    pub(crate) language: String,
    /// The front end's build; the built-in document loads no script without it.
    pub(crate) vite: Option<Vite>,
    /// The Tera template, instead of the built-in document.
    #[cfg(feature = "tera")]
    pub(crate) template: Option<Template>,
}

/// The data of the request that a document needs.
#[derive(Debug)]
pub(crate) struct DocumentContext<'a> {
    /// The CSP nonce for every tag that this crate prints.
    pub(crate) nonce: Option<&'a str>,
    /// The values that the handler gave to the template.
    #[cfg_attr(not(feature = "tera"), expect(dead_code, reason = "only templates read it"))]
    pub(crate) view_data: &'a Map<String, Value>,
}

/// A page that a renderer has rendered.
#[cfg(feature = "ssr")]
#[derive(Debug)]
pub(crate) struct Rendered {
    /// The elements for the document's head.
    pub(crate) head: Vec<String>,
    /// The page object in its script element, and the root element with the page.
    pub(crate) body: String,
    /// The position of the page object in `body`.
    pub(crate) page: PageScript,
}

/// The document around the page.
#[derive(Debug)]
enum Document {
    /// Read once, at start.
    Fixed { source: Source, vite: Option<Arc<ResolvedVite>>, version: Option<String> },
    /// Read again when a file changes.
    Watched(Box<Watched>),
}

#[derive(Debug)]
enum Source {
    /// The same for every request, except for the nonce: the built-in document and most templates.
    Layout(Layout),
    /// A template that reads the page object, view data or the nonce.
    #[cfg(feature = "tera")]
    Template(Box<tera::TeraRoot>),
}

impl Document {
    /// Calls `work` with the current source of the document.
    fn with<T, E: From<RootError>>(&self, work: impl FnOnce(&Source) -> Result<T, E>) -> Result<T, E> {
        match self {
            Self::Fixed { source, .. } => work(source),
            Self::Watched(watched) => watched.with(work),
        }
    }

    /// The current build of the front end.
    fn vite(&self) -> Option<Arc<ResolvedVite>> {
        match self {
            Self::Fixed { vite, .. } => vite.clone(),
            Self::Watched(watched) => watched.vite(),
        }
    }
}

impl RootOptions {
    /// Finds the front end's build, and adds the files that it depends on to `files`.
    fn resolve_vite(&self, files: &mut Files) -> Result<Option<Arc<ResolvedVite>>, ViteError> {
        let Some(vite) = &self.vite else { return Ok(None) };
        vite.files().into_iter().for_each(|path| files.add(path));
        vite.resolve().map(Arc::new).map(Some)
    }

    /// Makes the document, and adds the template's files to `files`.
    #[cfg_attr(
        not(feature = "tera"),
        expect(unused_variables, reason = "the built-in document has no files")
    )]
    fn source(&self, vite: Option<&Arc<ResolvedVite>>, files: &mut Files) -> Result<Source, RootError> {
        #[cfg(feature = "tera")]
        if let Some(template) = &self.template {
            return tera::load(template, vite.cloned(), files);
        }
        Ok(Source::Layout(built_in::layout(&self.language, vite.map(Arc::as_ref))?))
    }

    /// Whether documents certainly load no script: there is neither a build nor a template, which may load its own.
    fn has_no_script(&self) -> bool {
        #[cfg(feature = "tera")]
        if self.template.is_some() {
            return false;
        }
        self.vite.is_none()
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
    /// Reads and checks the parts of the document, so that mistakes are reported at start.
    ///
    /// # Errors
    ///
    /// If the front end's build cannot be found or read, or the template has a mistake.
    pub(crate) fn new(options: RootOptions) -> Result<Self, RootError> {
        let mount = Mount::new(&options.id);
        let mut files = Files::default();
        let vite = options.resolve_vite(&mut files)?;
        if DEVELOPMENT && options.has_no_script() {
            tracing::warn!(
                "documents load no script, so that browsers show an empty page: add `.vite(Vite::auto(\"frontend\")?)`, or a `.template(..)` with scripts of its own"
            );
        }
        let source = options.source(vite.as_ref(), &mut files)?;
        #[cfg(feature = "ssr")]
        let ssr_server = vite.as_deref().map_or(SsrServer::NoServer, ResolvedVite::ssr_server);
        let document = if DEVELOPMENT && !files.is_empty() {
            Document::Watched(Box::new(Watched::new(options, files, vite, source)))
        } else {
            let version = vite.as_deref().and_then(ResolvedVite::version);
            Document::Fixed { source, vite, version }
        };
        Ok(Self {
            mount,
            document,
            #[cfg(feature = "ssr")]
            ssr_server,
        })
    }

    /// The origins of the dev server, if the document loads from one.
    pub(crate) fn dev_origins(&self) -> Option<String> {
        self.document.vite()?.dev_origins()
    }

    /// Why there is no file at this path, if documents load it.
    pub(crate) fn missing_file(&self, path: &str) -> Option<MissingFile> {
        self.document.vite()?.missing_file(path)
    }

    /// The file of a page that is missing from the build, if the manifest shows it.
    #[cfg(debug_assertions)]
    pub(crate) fn unbuilt_page(&self, component: &str) -> Option<String> {
        self.document.vite()?.unbuilt_page(component)
    }

    /// Whether Vite's dev server rendered pages when the application was built.
    #[cfg(feature = "ssr")]
    pub(crate) fn ssr_server(&self) -> &SsrServer {
        &self.ssr_server
    }

    /// Whether the front end is loaded from the same place as when the renderer was chosen. Pages rendered from the build do
    /// not fit the scripts of a dev server that was started later.
    #[cfg(feature = "ssr")]
    pub(crate) fn fits_renderer(&self) -> bool {
        match &self.document {
            Document::Fixed { .. } => true,
            Document::Watched(watched) => {
                watched.vite().as_deref().map_or(SsrServer::NoServer, ResolvedVite::ssr_server)
                    == self.ssr_server
            }
        }
    }

    /// Whether the document has a place for the head of a rendered page.
    #[cfg(feature = "ssr")]
    pub(crate) fn has_head(&self) -> bool {
        let has_head = self.document.with(|source| {
            Ok::<_, RootError>(match source {
                Source::Layout(layout) => layout.has_head(),
                #[cfg(feature = "tera")]
                Source::Template(template) => template.prints_head(),
            })
        });
        // A template that cannot be read is reported as unreadable, not as lacking a head.
        has_head.unwrap_or(true)
    }

    /// The asset version from the manifest; `None` with a dev server or without Vite.
    pub(crate) fn version(&self) -> Option<Cow<'_, str>> {
        match &self.document {
            Document::Fixed { version, .. } => version.as_deref().map(Cow::Borrowed),
            Document::Watched(watched) => watched.vite()?.version().map(Cow::Owned),
        }
    }

    /// Appends the whole document to `out`. `page` appends the page object's JSON, which is then escaped for a script
    /// element.
    ///
    /// # Errors
    ///
    /// The error of `page` or of the template. `out` then holds the beginning of a document.
    pub(crate) fn render<E: From<RootError>>(
        &self,
        out: &mut Vec<u8>,
        context: &DocumentContext<'_>,
        page: impl FnOnce(&mut Vec<u8>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.document.with(|source| self.render_from(source, out, context, page))
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
                // The template reads the page object and is rendered before it is written, so it is serialized into a buffer first.
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

    /// Appends the whole document around the rendered page, or around the page object if there is none.
    ///
    /// # Errors
    ///
    /// The error of the template. `out` then holds the beginning of a document.
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
        self.document.with(|source| {
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
pub(crate) mod folder;
#[cfg(test)]
mod tests;
