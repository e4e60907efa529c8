//! The files of a build, served from the program or from a folder.

pub(crate) mod contained;
pub(crate) mod embedded;
pub(crate) mod name;
pub(crate) mod serve;

use std::{
    collections::{HashMap, HashSet},
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use axum::{Router, extract::Request, routing::get};
use rust_embed::RustEmbed;
use serde::Deserialize;

pub(crate) use crate::document::assets::embedded::Embedded;
use crate::document::assets::serve::FileService;
use crate::{development::DEVELOPMENT, document::vite::manifest_file};

/// The built front end: a folder, or the files that [`embed!`](crate::embed!) compiled into the program.
///
/// ```no_run
/// use axum::Router;
/// use inertia::{Assets, Inertia, Vite};
///
/// # fn main() -> Result<(), inertia::BoxError> {
/// let assets = Assets::folder("frontend/dist");    // or `inertia::embed!("frontend/dist")`
/// let inertia = Inertia::builder().vite(Vite::assets(&assets)).build()?;
/// let app: Router = Router::new().merge(assets.router()).layer(inertia.layer());
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
#[must_use = "its `router()` serves the files"]
pub struct Assets {
    source: Source,
    /// The manifest's path in the folder, if it was set.
    manifest: Option<Arc<str>>,
}

/// Where the files are.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    Folder(Arc<Path>),
    Embedded(Embedded),
}

impl Assets {
    /// The files of a folder, usually the one that `vite build` writes: `dist` in the front end's root. A relative path starts
    /// at the working directory.
    ///
    /// ```
    /// let assets = inertia::Assets::folder("frontend/dist");
    /// ```
    pub fn folder(path: impl Into<PathBuf>) -> Self {
        Self { source: Source::Folder(path.into().into()), manifest: None }
    }

    /// The path of the manifest in the folder, if it is neither `.vite/manifest.json` nor `manifest.json`. It is the value of
    /// `build.manifest` in vite.config. [`Vite::assets`](crate::Vite::assets) reads the same manifest.
    ///
    /// ```
    /// use inertia::Assets;
    ///
    /// // vite.config.ts: `build: { manifest: 'files.json' }`
    /// let assets = Assets::folder("frontend/dist").manifest_path("files.json");
    /// ```
    pub fn manifest_path(mut self, path: impl Into<String>) -> Self {
        self.manifest = Some(path.into().into());
        self
    }

    pub(crate) fn manifest(&self) -> Option<&str> {
        self.manifest.as_deref()
    }

    pub(crate) fn source(&self) -> &Source {
        &self.source
    }

    /// Routes for all files. Merge them into the application's router with `.merge(assets.router())`, or with
    /// `.nest("/static", assets.router())` if Vite's `base` is `/static/`. They set no fallback.
    ///
    /// Responses have `Content-Type` and `Cache-Control`. A file whose name changes with its content, according to the manifest,
    /// may be cached forever; browsers revalidate all others with their `ETag`. If there is a compressed variant beside a file,
    /// such as `main-B4ylFKuA.js.br` (or `.gz`, `.zst`), it is sent to clients that accept it. Ranges and `HEAD` are supported.
    ///
    /// These are not served: names that begin with a dot (except `.well-known`), the manifest, the folder `ssr`, directories,
    /// paths with `..`, a backslash or an encoded slash, and symbolic links that lead out of the folder.
    ///
    /// ```
    /// use axum::{Router, routing::get};
    ///
    /// let assets = inertia::Assets::folder("frontend/dist");
    /// let app: Router = Router::new()
    ///     .route("/about", get(inertia::static_page("About")))
    ///     .merge(assets.router());
    /// ```
    pub fn router<S: Clone + Send + Sync + 'static>(&self) -> Router<S> {
        let (manifest, hashed) = self.read_manifest();
        let service = FileService::new(&self.source, hashed, manifest);
        let mut router = Router::new();
        for route in self.routes() {
            let service = service.clone();
            router = router.route(&route, get(async move |request: Request| service.respond(request).await));
        }
        router
    }

    /// The patterns of the routes: one for each file and each folder at the top level.
    fn routes(&self) -> Vec<String> {
        let mut routes: Vec<String> = match &self.source {
            // In development, the front end may be built later. Vite writes its files to this folder.
            Source::Folder(path) if DEVELOPMENT && !path.exists() => vec!["/assets/{*file}".to_owned()],
            Source::Folder(path) => {
                let entries = fs::read_dir(path).into_iter().flatten().filter_map(Result::ok);
                let names = entries.filter_map(|entry| {
                    let name = entry.file_name().into_string().ok()?;
                    name::route(&name, entry.path().is_dir())
                });
                names.collect()
            }
            Source::Embedded(files) => {
                let names = files.names();
                let names = names.iter().filter_map(|name| match name.split_once('/') {
                    Some((folder, _)) => name::route(folder, true),
                    None => name::route(name, false),
                });
                names.collect()
            }
        };
        routes.sort_unstable();
        routes.dedup();
        routes
    }

    /// The manifest's name, and the files whose names hold a hash of their content. The manifest has the names without the
    /// hash, to compare with.
    fn read_manifest(&self) -> (Option<Arc<str>>, HashSet<String>) {
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct Chunk {
            file: String,
            name: String,
            css: Vec<String>,
        }

        let set = self.manifest.as_deref().map(Path::new);
        let manifest = manifest_file::find(set, |name| match &self.source {
            Source::Folder(path) => fs::read(path.join(name)).ok().map(Into::into),
            Source::Embedded(files) => files.read(name.to_str()?),
        });
        let Some((name, manifest)) = manifest else { return (None, HashSet::new()) };
        let chunks: Option<HashMap<String, Chunk>> = serde_json::from_slice(&manifest).ok();
        let mut hashed = HashSet::new();
        for (source, Chunk { file, name, css }) in chunks.unwrap_or_default() {
            // Files that are not scripts are named after their source.
            let names = [&*name, name::stem(&source)];
            let files = css.into_iter().chain([file]);
            hashed.extend(files.filter(|file| names.iter().any(|name| name::is_hashed(file, name))));
        }
        (name.to_str().map(Arc::from), hashed)
    }
}

/// The files of a folder that `rust-embed` compiled into the program.
pub fn embedded<F: RustEmbed>(folder: &'static str) -> Assets {
    Assets { source: Source::Embedded(Embedded::new::<F>(folder)), manifest: None }
}

/// Compiles the folder of a build into the program: [`Assets`] that need no files beside the program.
///
/// The path is a literal, relative to the folder of the package's `Cargo.toml`. A release build contains the files and does not
/// compile without them, so run `npm run build` before `cargo build --release`. A debug build reads them from the folder, which
/// need not exist while Vite's dev server runs.
///
/// ```
/// use axum::Router;
/// use inertia::{Inertia, Vite};
///
/// # fn app() -> Result<(), inertia::BoxError> {
/// let assets = inertia::embed!("frontend/dist");
/// let inertia = Inertia::builder().vite(Vite::assets(&assets)).build()?;
/// let app: Router = Router::new().merge(assets.router()).layer(inertia.layer());
/// # Ok(()) }
/// ```
#[macro_export]
macro_rules! embed {
    ($folder:tt) => {{
        #[cfg(debug_assertions)]
        let assets =
            $crate::Assets::folder(::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), "/", $folder));
        #[cfg(not(debug_assertions))]
        let assets = {
            use $crate::__private::rust_embed;

            #[derive(rust_embed::RustEmbed)]
            #[folder = $folder]
            struct Files;

            $crate::__private::embedded::<Files>($folder)
        };
        assets
    }};
}

#[cfg(test)]
mod tests;
