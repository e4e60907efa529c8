//! The front end's build: which scripts and styles a document loads, and the asset version.

pub(crate) mod error;
pub(crate) mod manifest;
pub(crate) mod manifest_file;
pub(crate) mod package;
pub(crate) mod resolved;
pub(crate) mod server;

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};

use url::Url;

#[cfg(feature = "embed")]
use crate::document::assets::{Assets, Embedded, Source};
pub use crate::document::vite::error::ViteError;
pub(crate) use crate::document::vite::manifest::MissingFile;
use crate::document::vite::manifest::{Manifest, Settings};
pub(crate) use crate::document::vite::resolved::ResolvedVite;
#[cfg(feature = "ssr")]
pub(crate) use crate::document::vite::resolved::SsrServer;
use crate::document::vite::server::DevServer;

/// The front end's build by [Vite](https://vite.dev): its dev server while one runs, its manifest otherwise.
///
/// It makes the document's tags (scripts, styles, preloads, React's fast refresh) and the asset version, which is the manifest's
/// hash. After a deployment, open tabs notice the new version and reload.
///
/// ```no_run
/// use inertia::Vite;
///
/// # fn main() -> Result<(), inertia::ViteError> {
/// // `frontend/` contains package.json, vite.config.ts and src/main.tsx.
/// let vite = Vite::auto("frontend")?;
///
/// // The order of settings does not matter. They are checked when the application is built.
/// let vite = Vite::auto("frontend")?.entry("src/admin.tsx").prefix("https://cdn.example/app/");
/// # Ok(())
/// # }
/// ```
///
/// # The configuration of Vite
///
/// The configuration must write the manifest, set the entry, and announce the address of the dev server. For the address, a
/// small plugin writes the *hot file*, `frontend/hot`, which exists while the dev server runs (add `hot` to `.gitignore`):
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
/// `npm run dev` (`vite`) serves modules with hot reload; `npm run build` (`vite build`) writes the files for a deployment. Pages
/// at another origin than `localhost` need one more setting, `server: { cors: { origin: 'https://app.test' } }`; without it, the
/// page shows a message about it. A hot file that remains after a crash is ignored, because no server accepts connections at
/// its address.
#[derive(Clone, Debug)]
#[must_use = "give it to `Inertia::builder().vite(…)`"]
pub struct Vite {
    root: Option<PathBuf>,
    /// The folder of the build, if it is not `dist` in the root.
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

/// Where the document loads scripts and styles from.
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
    /// `<dir>/dist/manifest.json` with `build: { manifest: 'manifest.json' }`. A relative `dir` starts at the working directory.
    ///
    /// A debug build reads both files again when they change, so you can start the dev server or build the front end while the
    /// application runs. A release build reads them at start.
    ///
    /// # Errors
    ///
    /// If `dir` is not a directory.
    pub fn auto(dir: impl Into<PathBuf>) -> Result<Self, ViteError> {
        let root = dir.into();
        if !root.is_dir() {
            return Err(ViteError::no_directory(&root));
        }
        Ok(Self::new().root(root))
    }

    /// The dev server at `url`, without a check that it runs.
    ///
    /// ```
    /// use inertia::Vite;
    ///
    /// let vite = Vite::dev("http://localhost:5173").entry("src/main.tsx").react(true);
    /// ```
    ///
    /// Without [`entry`](Self::entry), set the front end's [`root`](Self::root), where a default entry is searched.
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
    /// If there is no such file.
    pub fn manifest(path: impl Into<PathBuf>) -> Result<Self, ViteError> {
        let path = path.into();
        if !path.is_file() {
            return Err(ViteError::no_manifest(&path));
        }
        Ok(Self::new().manifest_path(path).environment(Environment::Production))
    }

    /// The build that [`Assets`] serve.
    ///
    /// For the folder `frontend/dist`, this is the same as [`auto`](Self::auto) with `frontend`. For files in the program, it is
    /// their manifest, and no dev server is used.
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

    /// The entry module: a path relative to the front end's root, as in the manifest.
    ///
    /// The default is the manifest's only entry. With the dev server it is the first existing file of `src/main`, `src/app`,
    /// `main` and `app` with the extension `tsx`, `ts`, `jsx` or `js`.
    pub fn entry(mut self, entry: impl Into<String>) -> Self {
        self.entry = Some(entry.into());
        self
    }

    /// The front end's directory, which contains `package.json`, the hot file and the sources.
    pub fn root(mut self, dir: impl Into<PathBuf>) -> Self {
        self.root = Some(dir.into());
        self
    }

    /// The path of the manifest, if it is neither `dist/.vite/manifest.json` nor `dist/manifest.json` in the root.
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

    /// The prefix of the files' URLs, as Vite's `base`: a path on this server (`/` by default) or a whole URL. It has no effect
    /// on the dev server.
    ///
    /// A relative prefix (`./`) is resolved against `/`, because pages have paths of any depth.
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into();
        self
    }

    /// Chooses the dev server or the manifest, without a check whether the dev server runs.
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

    /// The dev server's URL, instead of the hot file. It includes Vite's `base` if that is not `/`.
    pub fn dev_url(mut self, url: impl Into<String>) -> Self {
        self.dev_url = Some(url.into());
        self
    }

    /// Whether the dev server's pages need React's fast refresh.
    ///
    /// By default they do if `package.json` depends on `@vitejs/plugin-react` or `@vitejs/plugin-react-swc`, or, without a
    /// `package.json`, if the entry's name ends in `x`.
    pub fn react(mut self, react: bool) -> Self {
        self.react = Some(react);
        self
    }

    /// Finds the dev server or the build, and checks the settings against it.
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
            let searched = self.manifest.clone().unwrap_or_else(|| folder.join(manifest_file::NAMES[0]));
            return Err(ViteError::nothing_built(self.root.as_deref(), &searched));
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

    /// Whether documents can load from the dev server now.
    pub(super) fn dev_server_runs(&self) -> bool {
        #[cfg(feature = "embed")]
        if self.embedded_build().is_some() {
            return false;
        }
        matches!(self.dev_server(), Ok(Some(_)))
    }

    /// The hot file and the manifests, whose changes change the document.
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

/// The name of an entry as in a manifest, without `./` or `/` before it.
fn trimmed(entry: &str) -> &str {
    entry.strip_prefix("./").unwrap_or(entry).trim_start_matches('/')
}

/// An absolute path for messages, which shows when the program was started in the wrong folder.
fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests;
