//! Documents from a Tera template.

pub(crate) mod check;
pub(crate) mod rendering;
pub(crate) mod sources;
pub(crate) mod template;

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use tera::{Context, Kwargs, State, Tera, TeraResult, Value};

use crate::document::layout::{Layout, Mark, Markers};
use crate::document::tera::rendering::LayoutError;
use crate::document::tera::sources::Sources;
pub use crate::document::tera::template::{Template, template};
use crate::document::vite::ResolvedVite;
use crate::document::{DocumentContext, RootError, Source, watched::Files};

/// The variables of a template. It has the function `vite` besides.
const VARIABLES: [&str; 6] = [HEAD, BODY, PAGE, VIEW_DATA, NONCE, ROUTES];
const HEAD: &str = "inertia_head";
const BODY: &str = "inertia_body";
const PAGE: &str = "page";
const VIEW_DATA: &str = "view_data";
const NONCE: &str = "csp_nonce";
const ROUTES: &str = "inertia_routes";

/// A template that is rendered for every document.
pub(super) struct TeraRoot {
    tera: Tera,
    name: String,
    path: PathBuf,
    routes: Option<Arc<str>>,
    markers: Arc<Markers>,
    vite: Option<Arc<ResolvedVite>>,
    reads_page: bool,
    #[cfg(feature = "ssr")]
    prints_head: bool,
}

/// Reads and checks a template and those that it includes or extends. Adds the files to `files`.
///
/// # Errors
///
/// If a file is missing, has a syntax error or uses an unknown name, or if the template does not print the page.
pub(super) fn load(
    template: &Template,
    vite: Option<Arc<ResolvedVite>>,
    files: &mut Files,
) -> Result<Source, RootError> {
    if template.is_in_files() {
        files.add(template.path.clone());
    }
    let sources = Sources::read(template)?;
    if template.is_in_files() {
        sources.paths().iter().skip(1).for_each(|path| files.add(path.clone()));
    }
    compile(template, &sources, vite)
}

fn compile(
    template: &Template,
    sources: &Sources,
    vite: Option<Arc<ResolvedVite>>,
) -> Result<Source, RootError> {
    let markers = Arc::new(Markers::new());
    let mut tera = Tera::new();
    // A document is HTML, so values are escaped for every file extension.
    tera.autoescape_on([""]);
    register_vite(&mut tera, vite.clone(), Arc::clone(&markers));
    let report = |report| RootError::Template { path: template.path.clone(), report };
    tera.add_raw_templates(sources.all()).map_err(|error| report(error.to_string()))?;
    let mentioned = tera.get_template_variables(sources.main()).map_err(|error| report(error.to_string()))?;
    check::variables(&mentioned, sources).map_err(report)?;
    if mentioned.contains(ROUTES) && template.routes.is_none() {
        return Err(report(check::NO_ROUTES.to_owned()));
    }
    if vite.is_some() && !mentioned.contains(HEAD) && !sources.contain("vite(") {
        tracing::warn!(
            template = %template.path.display(),
            "the template loads nothing of the front end; add `{{{{ inertia_head }}}}` inside `<head>`"
        );
    }

    let per_request = [PAGE, VIEW_DATA, NONCE].iter().any(|name| mentioned.contains(name));
    let reads_page = mentioned.contains(PAGE);
    #[cfg(feature = "ssr")]
    let prints_head = mentioned.contains(HEAD);
    let name = sources.main().to_owned();
    let root = TeraRoot {
        tera,
        name,
        path: template.path.clone(),
        routes: template.routes.clone(),
        markers,
        vite,
        reads_page,
        #[cfg(feature = "ssr")]
        prints_head,
    };
    if per_request {
        return Ok(Source::Template(Box::new(root)));
    }
    // The template does not depend on the request, so it is rendered once, and mistakes are reported now.
    root.render(&root.context()).map(Source::Layout).map_err(report)
}

impl TeraRoot {
    /// Whether the template uses the page object.
    pub(super) fn reads_page(&self) -> bool {
        self.reads_page
    }

    /// Whether the template has a place for the head of a rendered page.
    #[cfg(feature = "ssr")]
    pub(super) fn prints_head(&self) -> bool {
        self.prints_head
    }

    /// Renders the template for a request. `page` is the page object's JSON, if the template reads it.
    pub(super) fn layout(
        &self,
        request: &DocumentContext<'_>,
        page: Option<&[u8]>,
    ) -> Result<Layout, RootError> {
        let context = self.request_context(request, page).map_err(|report| self.failure(report))?;
        self.render(&context).map_err(|report| self.failure(report))
    }

    fn failure(&self, report: String) -> RootError {
        RootError::Render { path: self.path.clone(), report }
    }

    /// The variables that do not depend on the request.
    fn context(&self) -> Context {
        let mut context = Context::new();
        for (name, mark) in [(HEAD, Mark::Head), (BODY, Mark::Body)] {
            context.insert_value(name, Value::safe_string(&self.markers.text(mark)));
        }
        if let Some(routes) = &self.routes {
            context.insert_value(ROUTES, Value::safe_string(routes));
        }
        context
    }

    fn request_context(&self, request: &DocumentContext<'_>, page: Option<&[u8]>) -> Result<Context, String> {
        let mut context = self.context();
        let view_data = Value::try_from_serializable(request.view_data).map_err(|error| error.to_string())?;
        context.insert_value(VIEW_DATA, view_data);
        context.insert_value(NONCE, request.nonce.map_or_else(Value::none, Value::normal_string));
        if let Some(json) = page {
            let page: serde_json::Value = serde_json::from_slice(json).map_err(|error| error.to_string())?;
            context
                .insert_value(PAGE, Value::try_from_serializable(&page).map_err(|error| error.to_string())?);
        }
        Ok(context)
    }

    fn render(&self, context: &Context) -> Result<Layout, String> {
        let rendering = self.tera.render(&self.name, context).map_err(|error| error.to_string())?;
        let tags = || {
            let vite = self.vite.as_deref();
            vite.map_or_else(|| Ok(String::new()), |vite| vite.tags(None, &self.markers))
        };
        rendering::layout(&rendering, &self.markers, tags).map_err(|error| match error {
            LayoutError::Bodies(0) => check::NO_BODY.to_owned(),
            LayoutError::Bodies(count) => {
                format!("`{{{{ {BODY} }}}}` is printed {count} times; print it once")
            }
            LayoutError::Heads(count) => {
                format!("`{{{{ {HEAD} }}}}` is printed {count} times; print it once")
            }
            LayoutError::Tags(error) => error.to_string(),
        })
    }
}

/// Registers the function `vite(entry = "…")`, which prints the tags of an entry.
fn register_vite(tera: &mut Tera, vite: Option<Arc<ResolvedVite>>, markers: Arc<Markers>) {
    tera.register_function("vite", move |arguments: Kwargs, _: &State<'_>| -> TeraResult<Value> {
        let unknown = arguments.iter().find(|(name, _)| name.as_str() != Some("entry"));
        if let Some((name, _)) = unknown {
            let name = name.as_str().unwrap_or_default();
            return Err(tera::Error::message(format!("`vite` has no argument `{name}`; write `entry`")));
        }
        let Some(vite) = &vite else {
            return Err(tera::Error::message(
                "`vite` needs the front end's build; write `Inertia::builder().vite(Vite::auto(\"frontend\")?)`",
            ));
        };
        let entry = arguments.get::<&str>("entry")?;
        let tags = vite.tags(entry, &markers).map_err(|error| tera::Error::message(error.to_string()))?;
        Ok(Value::safe_string(&tags))
    });
}

impl fmt::Debug for TeraRoot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TeraRoot").field("path", &self.path).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
