//! The files of a build, served from the program itself or from their folder.

mod contained;
mod embedded;
mod name;
mod serve;

use std::{
    collections::{HashMap, HashSet},
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use axum::{Router, extract::Request, routing::get};
use rust_embed::RustEmbed;
use serde::Deserialize;

pub(crate) use self::embedded::Embedded;
use self::serve::Served;
use crate::{development::DEVELOPMENT, root::vite::manifest_file};

/// The built front end: what [`embed!`](crate::embed!) has put into the program, or a folder.
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
    /// The files of a folder, which is what `vite build` writes to: `dist` below the front end's root. A relative path
    /// counts from the folder that the program runs in.
    ///
    /// ```
    /// let assets = inertia::Assets::folder("frontend/dist");
    /// ```
    pub fn folder(path: impl Into<PathBuf>) -> Self {
        Self { source: Source::Folder(path.into().into()), manifest: None }
    }

    /// The manifest, where it is neither `.vite/manifest.json` nor `manifest.json`: its path in the folder, as `build.manifest` in
    /// vite.config names it. [`Vite::assets`](crate::Vite::assets) reads the same manifest.
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

    /// Routes for all files, to be merged into the application's: `.merge(assets.router())`, or
    /// `.nest("/static", assets.router())` where Vite's `base` is `/static/`. They leave the fallback to the application.
    ///
    /// An answer says what it is and how long it can be kept: for good when the manifest shows that its name changes with
    /// its content; any other is asked for again, and an `ETag` spares the visitor what has not changed. A variant that lies
    /// beside a file, as `main-B4ylFKuA.js.br` (or `.gz`, `.zst`) does, is sent to who accepts it. Ranges and `HEAD` are answered.
    ///
    /// What begins with a dot is not served (but `.well-known` is), nor is the manifest, the folder
    /// `ssr`, a directory, a path with `..`, a backslash or an encoded slash in it, or a symbolic link that leads out of the folder.
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
        let served = Served::new(&self.source, hashed, manifest);
        let mut router = Router::new();
        for route in self.routes() {
            let served = served.clone();
            router = router.route(&route, get(async move |request: Request| served.answer(request).await));
        }
        router
    }

    /// The patterns of the routes: one for each file and each folder at the top.
    fn routes(&self) -> Vec<String> {
        let mut routes: Vec<String> = match &self.source {
            // While developing, the front end may be built later. Vite puts its files into this folder.
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

    /// The manifest's name, and the files that get another name when their content changes. The manifest shows what a name is
    /// without its hash.
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
            // What is no script is called after its source.
            let names = [&*name, name::stem(&source)];
            let files = css.into_iter().chain([file]);
            hashed.extend(files.filter(|file| names.iter().any(|name| name::is_hashed(file, name))));
        }
        (name.to_str().map(Arc::from), hashed)
    }
}

/// The files of a folder that `rust-embed` has put into the program.
pub fn embedded<F: RustEmbed>(folder: &'static str) -> Assets {
    Assets { source: Source::Embedded(Embedded::new::<F>(folder)), manifest: None }
}

/// Puts the folder of a build into the program: [`Assets`] that need no file beside it.
///
/// The path is a literal and counts from the folder of the package's `Cargo.toml`. A release build holds the files, and does not
/// compile without them: `npm run build` comes before `cargo build --release`. A debug build reads them from the
/// folder, which need not be there while Vite's dev server runs.
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
