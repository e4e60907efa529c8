//! The front end's build: which scripts and styles a document loads, and the asset version.

mod error;
mod manifest;
pub(crate) mod manifest_file;
mod package;
mod resolved;
mod server;

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};

use url::Url;

pub use self::error::ViteError;
pub(crate) use self::manifest::MissingFile;
use self::manifest::{Manifest, Settings};
pub(crate) use self::resolved::ResolvedVite;
#[cfg(feature = "ssr")]
pub(crate) use self::resolved::SsrServer;
use self::server::DevServer;
#[cfg(feature = "embed")]
use crate::assets::{Assets, Embedded, Source};

/// The front end's build by [Vite](https://vite.dev): its dev server while one runs, its manifest otherwise.
///
/// It gives the document its tags (scripts, styles, preloads, React's fast refresh) and the app its asset version,
/// the manifest's hash: after a deployment, open tabs notice the change and load anew.
///
/// ```no_run
/// use inertia::Vite;
///
/// # fn main() -> Result<(), inertia::ViteError> {
/// // `frontend/` holds package.json, vite.config.ts and src/main.tsx.
/// let vite = Vite::auto("frontend")?;
///
/// // Settings come in any order; they are checked when the app is built.
/// let vite = Vite::auto("frontend")?.entry("src/admin.tsx").prefix("https://cdn.example/app/");
/// # Ok(())
/// # }
/// ```
///
/// # What the front end's configuration has to do
///
/// Write the manifest, name the entry, and say where the dev server listens. The last is a small plugin that keeps
/// the *hot file*, `frontend/hot`, as long as the dev server runs (put `hot` into `.gitignore`):
///
/// ```ts
/// // frontend/vite.config.ts
/// import { rmSync, writeFileSync } from 'node:fs'
/// import react from '@vitejs/plugin-react'
/// import { defineConfig, type Plugin } from 'vite'
///
/// const origin = 'http://localhost:5173'
///
/// function hotFile(): Plugin {
///   const file = new URL('hot', import.meta.url)
///   return {
///     name: 'hot-file',
///     apply: 'serve',
///     configureServer(server) {
///       server.httpServer?.once('listening', () => writeFileSync(file, origin))
///       process.once('exit', () => rmSync(file, { force: true }))
///       for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit())
///     },
///   }
/// }
///
/// export default defineConfig({
///   plugins: [react(), hotFile()],
///   build: { manifest: true, rollupOptions: { input: 'src/main.tsx' } },
///   server: { origin, port: 5173, strictPort: true },
/// })
/// ```
///
/// `npm run dev` (Vite's `vite`) gives modules that reload in place; `npm run build`
/// (`vite build`) gives the files that a deployment serves. Pages at another origin than `localhost` need one more setting,
/// `server: { cors: { origin: 'https://app.test' } }`; without it, the page says so. A hot file that a crash left behind does no harm: it
/// counts only when something accepts a connection at its address.
#[derive(Clone, Debug)]
#[must_use = "give it to `Inertia::builder().vite(…)`"]
pub struct Vite {
    root: Option<PathBuf>,
    /// The folder of the build, where it is not `dist` below the root.
    build: Option<PathBuf>,
    manifest: Option<PathBuf>,
    dev_url: Option<String>,
    environment: Option<Environment>,
    entry: Option<String>,
    prefix: String,
    react: Option<bool>,
    #[cfg(feature = "embed")]
    embedded: Option<Embedded>,
}

/// Where the scripts and styles come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Environment {
    /// From Vite's dev server, which transforms and reloads modules.
    Development,
    /// From the files that `vite build` has written.
    Production,
}

impl Vite {
    /// The front end in `dir`: its dev server while it runs, its manifest otherwise.
    ///
    /// The dev server's address is the content of `<dir>/hot`; the manifest is `<dir>/dist/.vite/manifest.json`, or
    /// `<dir>/dist/manifest.json` where the configuration says `build: { manifest: 'manifest.json' }`. A
    /// relative `dir` counts from the folder that the program runs in.
    ///
    /// A debug build follows both files: a dev server may be started and the front end be built while the application runs.
    /// A release build reads them at start.
    ///
    /// # Errors
    ///
    /// When `dir` is no directory.
    pub fn auto(dir: impl Into<PathBuf>) -> Result<Self, ViteError> {
        let root = dir.into();
        if !root.is_dir() {
            return Err(ViteError::no_directory(&root));
        }
        Ok(Self::new().root(root))
    }

    /// The dev server at `url`, whether it runs or not.
    ///
    /// ```
    /// use inertia::Vite;
    ///
    /// let vite = Vite::dev("http://localhost:5173").entry("src/main.tsx").react(true);
    /// ```
    ///
    /// Without [`entry`](Self::entry) it needs the front end's [`root`](Self::root), to look for one there.
    pub fn dev(url: impl Into<String>) -> Self {
        Self::new().dev_url(url).environment(Environment::Development)
    }

    /// The files of a build, by the path of its manifest.
    ///
    /// ```no_run
    /// use inertia::Vite;
    ///
    /// # fn main() -> Result<(), inertia::ViteError> {
    /// let vite = Vite::manifest("public/build/.vite/manifest.json")?.prefix("/build/");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When there is no such file.
    pub fn manifest(path: impl Into<PathBuf>) -> Result<Self, ViteError> {
        let path = path.into();
        if !path.is_file() {
            return Err(ViteError::no_manifest(&path));
        }
        Ok(Self::new().manifest_path(path).environment(Environment::Production))
    }

    /// The build that [`Assets`] serve.
    ///
    /// Of a folder, it is what [`auto`](Self::auto) makes of the folder around it: `frontend` for the assets of
    /// `frontend/dist`. Of the files in the program, it is their manifest; no dev server is looked for.
    ///
    /// ```no_run
    /// use inertia::{Inertia, Vite};
    ///
    /// # fn main() -> Result<(), inertia::BoxError> {
    /// let assets = inertia::embed!("frontend/dist");
    /// let inertia = Inertia::builder().vite(Vite::assets(&assets)).build()?;
    /// # Ok(()) }
    /// ```
    #[cfg(feature = "embed")]
    pub fn assets(assets: &Assets) -> Self {
        match assets.source() {
            Source::Folder(folder) => {
                let root = folder.parent().filter(|root| !root.as_os_str().is_empty());
                Self {
                    root: Some(root.unwrap_or(Path::new(".")).to_owned()),
                    manifest: assets.manifest().map(|name| folder.join(name)),
                    build: Some(folder.to_path_buf()),
                    ..Self::new()
                }
            }
            Source::Embedded(files) => {
                Self { embedded: Some(*files), manifest: assets.manifest().map(PathBuf::from), ..Self::new() }
            }
        }
    }

    const fn new() -> Self {
        Self {
            root: None,
            build: None,
            manifest: None,
            dev_url: None,
            environment: None,
            entry: None,
            prefix: String::new(),
            react: None,
            #[cfg(feature = "embed")]
            embedded: None,
        }
    }

    /// The entry module, as the manifest names it: a path relative to the front end's root.
    ///
    /// By default the manifest's only entry; with the dev server the first that exists of `src/main`, `src/app`, `main`
    /// and `app` with the extension `tsx`, `ts`, `jsx` or `js`.
    pub fn entry(mut self, entry: impl Into<String>) -> Self {
        self.entry = Some(entry.into());
        self
    }

    /// The front end's directory, which holds its `package.json`, hot file and sources.
    pub fn root(mut self, dir: impl Into<PathBuf>) -> Self {
        self.root = Some(dir.into());
        self
    }

    /// The manifest, where it is neither `dist/.vite/manifest.json` nor `dist/manifest.json` below the root.
    ///
    /// ```no_run
    /// use inertia::Vite;
    ///
    /// # fn main() -> Result<(), inertia::ViteError> {
    /// let vite = Vite::auto("frontend")?.manifest_path("public/build/.vite/manifest.json");
    /// # Ok(())
    /// # }
    /// ```
    pub fn manifest_path(mut self, path: impl Into<PathBuf>) -> Self {
        self.manifest = Some(path.into());
        self
    }

    /// What comes before the files' names in their URLs: a path on this server (by default `/`, as Vite's own
    /// `base`) or a whole URL. It has no effect on the dev server.
    ///
    /// A relative `base` (`./`) counts from `/` in the document, because pages live at any depth.
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into();
        self
    }

    /// Chooses the dev server or the manifest without looking whether the dev server runs.
    ///
    /// ```no_run
    /// use inertia::{Environment, Vite};
    ///
    /// # fn main() -> Result<(), inertia::ViteError> {
    /// let vite = Vite::auto("frontend")?.environment(Environment::Production);
    /// # Ok(())
    /// # }
    /// ```
    pub fn environment(mut self, environment: Environment) -> Self {
        self.environment = Some(environment);
        self
    }

    /// The dev server's URL, in place of what the hot file says; with its path when Vite's `base` is not `/`.
    pub fn dev_url(mut self, url: impl Into<String>) -> Self {
        self.dev_url = Some(url.into());
        self
    }

    /// Whether the dev server's pages need React's fast refresh.
    ///
    /// By default they do when `package.json` depends on `@vitejs/plugin-react` or `@vitejs/plugin-react-swc`, and
    /// where there is no `package.json`, when the entry's name ends in `x`.
    pub fn react(mut self, react: bool) -> Self {
        self.react = Some(react);
        self
    }

    /// Looks at the dev server and the files, and checks that all settings fit them.
    pub(crate) fn resolve(&self) -> Result<ResolvedVite, ViteError> {
        #[cfg(feature = "embed")]
        if let Some(files) = self.embedded_build() {
            let (name, manifest) =
                manifest_file::find(self.manifest.as_deref(), |name| files.read(name.to_str()?))
                    .ok_or_else(|| ViteError::nothing_embedded(files.folder()))?;
            let path = Path::new(files.folder()).join(name);
            return Manifest::parse(&manifest, path, None, self.settings()).map(ResolvedVite::Manifest);
        }
        if let Some(url) = self.dev_server()? {
            let (root, entry) = (self.root.clone(), self.entry.clone());
            return DevServer::new(url, root, entry, self.react).map(ResolvedVite::Server);
        }
        let folder = self.build_folder();
        if folder.is_none() && self.manifest.is_none() {
            return Err(ViteError::no_source());
        }
        let folder = folder.unwrap_or_default();
        let path = match &self.manifest {
            Some(path) => path.is_file().then(|| path.clone()),
            None => manifest_file::find(None, |name| fs::read(folder.join(name)).ok().map(Cow::Owned))
                .map(|(name, _)| folder.join(name)),
        };
        let Some(path) = path else {
            let looked = self.manifest.clone().unwrap_or_else(|| folder.join(manifest_file::NAMES[0]));
            return Err(ViteError::nothing_built(self.root.as_deref(), &looked));
        };
        Manifest::read(&path, self.settings()).map(ResolvedVite::Manifest)
    }

    /// The address of the dev server, if documents load from it.
    fn dev_server(&self) -> Result<Option<Url>, ViteError> {
        let url = || server::url(self.dev_url.as_deref(), self.root.as_deref());
        match self.environment {
            Some(Environment::Production) => Ok(None),
            Some(Environment::Development) => url()?.map_or_else(server::default_url, Ok).map(Some),
            None => Ok(url()?.filter(server::listens)),
        }
    }

    /// Whether there is a dev server to load from now.
    pub(super) fn dev_server_runs(&self) -> bool {
        #[cfg(feature = "embed")]
        if self.embedded_build().is_some() {
            return false;
        }
        matches!(self.dev_server(), Ok(Some(_)))
    }

    /// The files that decide what documents load.
    pub(super) fn files(&self) -> Vec<PathBuf> {
        #[cfg(feature = "embed")]
        if self.embedded_build().is_some() {
            return Vec::new();
        }
        let hot = self.root.as_ref().filter(|_| self.dev_url.is_none()).map(|root| root.join("hot"));
        let manifests = match (&self.manifest, self.build_folder()) {
            (Some(path), _) => vec![path.clone()],
            (None, Some(folder)) => manifest_file::NAMES.map(|name| folder.join(name)).to_vec(),
            (None, None) => Vec::new(),
        };
        hot.into_iter().chain(manifests).collect()
    }

    fn build_folder(&self) -> Option<PathBuf> {
        self.build.clone().or_else(|| Some(self.root.as_ref()?.join("dist")))
    }

    #[cfg(feature = "embed")]
    fn embedded_build(&self) -> Option<Embedded> {
        self.embedded.filter(|_| self.environment != Some(Environment::Development))
    }

    fn settings(&self) -> Settings<'_> {
        Settings { root: self.root.clone(), prefix: &self.prefix, entry: self.entry.clone() }
    }
}

/// An entry as manifests name it, without what people put before it.
fn trimmed(entry: &str) -> &str {
    entry.strip_prefix("./").unwrap_or(entry).trim_start_matches('/')
}

/// A path that still says where it is when the program was started in the wrong folder.
fn shown(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests;
