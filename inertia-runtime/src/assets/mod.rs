//! The files of a build, served from the program itself or from their folder.

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

/// Where `vite build` puts its manifest, in the folder of the build.
pub(crate) const MANIFEST: &str = ".vite/manifest.json";

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
        Self { source: Source::Folder(path.into().into()) }
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
    /// What begins with a dot, the manifest's folder among it, is not served (but `.well-known` is), nor is the folder
    /// `ssr`, nor a directory, nor a path with `..`, a backslash or an encoded slash in it.
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
        let served = Served::new(&self.source, self.hashed());
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

    /// The files that get another name when their content changes. The manifest says what a name is without its hash.
    fn hashed(&self) -> HashSet<String> {
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct Chunk {
            file: String,
            name: String,
            css: Vec<String>,
        }

        let manifest = match &self.source {
            Source::Folder(path) => fs::read(path.join(MANIFEST)).ok().map(Into::into),
            Source::Embedded(files) => files.read(MANIFEST),
        };
        let chunks: Option<HashMap<String, Chunk>> =
            manifest.and_then(|manifest| serde_json::from_slice(&manifest).ok());
        let mut hashed = HashSet::new();
        for (source, Chunk { file, name, css }) in chunks.unwrap_or_default() {
            // What is no script is called after its source.
            let names = [&*name, name::stem(&source)];
            let files = css.into_iter().chain([file]);
            hashed.extend(files.filter(|file| names.iter().any(|name| name::is_hashed(file, name))));
        }
        hashed
    }
}

/// The files of a folder that `rust-embed` has put into the program.
pub fn embedded<F: RustEmbed>(folder: &'static str) -> Assets {
    Assets { source: Source::Embedded(Embedded::new::<F>(folder)) }
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
