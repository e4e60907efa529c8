//! The manifest of `vite build`: the files of each entry.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use serde::Deserialize;

use crate::document::attribute;
use crate::document::layout::{Mark, Markers};
use crate::document::vite::{ViteError, absolute, manifest_file::ALL_STYLES, trimmed};

/// The extensions of the file of a page.
#[cfg(debug_assertions)]
const PAGE_EXTENSIONS: [&str; 6] = [".tsx", ".jsx", ".vue", ".svelte", ".ts", ".js"];

/// A build that the document loads its files from.
#[derive(Debug)]
pub(crate) struct Manifest {
    /// Its path, for messages.
    path: PathBuf,
    /// The file, if it was read from one.
    file: Option<PathBuf>,
    /// The front end's folder.
    #[cfg_attr(
        not(debug_assertions),
        allow(dead_code, reason = "only development builds warn about pages that were not built")
    )]
    root: Option<PathBuf>,
    /// Ends in a slash.
    prefix: String,
    entry: Option<String>,
    chunks: BTreeMap<String, Chunk>,
    hash: u64,
    /// Whether a missing file was reported.
    reported: AtomicBool,
}

/// The settings for the build.
#[derive(Debug)]
pub(super) struct Settings<'a> {
    pub(super) root: Option<PathBuf>,
    pub(super) prefix: &'a str,
    pub(super) entry: Option<String>,
}

/// Why a file that documents load is not found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MissingFile {
    /// The build has not changed, so its files are not served.
    NotServed,
    /// The front end was built again, or its build was deleted.
    BuildChanged,
}

/// A file of the build. The manifest has it under the name of its source.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Chunk {
    file: String,
    #[serde(default)]
    is_entry: bool,
    #[serde(default)]
    #[cfg_attr(
        not(debug_assertions),
        allow(dead_code, reason = "only development builds warn about pages that were not built")
    )]
    is_dynamic_entry: bool,
    /// The names of the chunks that it imports statically.
    #[serde(default)]
    imports: Vec<String>,
    #[serde(default)]
    css: Vec<String>,
}

/// The files that an entry needs, in the order of loading.
#[derive(Default)]
struct Graph<'a> {
    seen: BTreeSet<&'a str>,
    styles: Vec<&'a str>,
    scripts: Vec<&'a str>,
}

impl Manifest {
    /// Reads the manifest from its file.
    pub(super) fn read(path: &Path, settings: Settings<'_>) -> Result<Self, ViteError> {
        let bytes = fs::read(path).map_err(|error| ViteError::unreadable(path, error))?;
        Self::parse(&bytes, absolute(path), Some(path.to_owned()), settings)
    }

    /// Checks that all imports and the configured entry exist. `path` is the path for messages, `file` the path of the manifest
    /// if it was read from a file.
    pub(super) fn parse(
        bytes: &[u8],
        path: PathBuf,
        file: Option<PathBuf>,
        settings: Settings<'_>,
    ) -> Result<Self, ViteError> {
        let chunks = serde_json::from_slice(bytes).map_err(|error| ViteError::bad_manifest(&path, error))?;
        let Settings { root, prefix, entry } = settings;
        let (prefix, hash) = (directory(prefix), fnv1a(bytes));
        let manifest =
            Self { path, file, root, prefix, entry, chunks, hash, reported: AtomicBool::new(false) };
        for (name, chunk) in &manifest.chunks {
            if let Some(import) = chunk.imports.iter().find(|import| !manifest.chunks.contains_key(*import)) {
                return Err(ViteError::broken_import(&manifest.path, name, import));
            }
        }
        if let Some(entry) = &manifest.entry {
            manifest.find(entry)?;
        }
        Ok(manifest)
    }

    /// Sixteen hexadecimal digits that change with each file of the build, because the manifest has hashes in the files' names.
    pub(super) fn version(&self) -> String {
        format!("{:016x}", self.hash)
    }

    pub(super) fn tags(&self, entry: Option<&str>, markers: &Markers) -> Result<String, ViteError> {
        let name = match entry.or(self.entry.as_deref()) {
            Some(entry) => self.find(entry)?,
            None => self.only_entry()?,
        };
        let mut graph = self.graph(name);
        if !graph.scripts.is_empty() {
            graph.styles.extend(self.all_styles());
        }
        let nonce = markers.text(Mark::Nonce);
        let mut tags = vec![];
        for style in &graph.styles {
            let url = self.url(style);
            tags.push(format!("<link rel=\"stylesheet\" href=\"{url}\"{nonce}>"));
        }
        // The last script is the entry itself.
        if let Some((script, imported)) = graph.scripts.split_last() {
            for import in imported {
                let url = self.url(import);
                tags.push(format!("<link rel=\"modulepreload\" href=\"{url}\"{nonce}>"));
            }
            let url = self.url(script);
            tags.push(format!("<script type=\"module\" src=\"{url}\"{nonce}></script>"));
        }
        Ok(markers.text(Mark::NonceMeta) + &tags.join("\n"))
    }

    /// Why there is no file at this path, if it belongs to the build. Returned once, because the manifest is read again for it.
    pub(super) fn missing_file(&self, path: &str) -> Option<MissingFile> {
        if !self.has(path) || self.reported.swap(true, Ordering::Relaxed) {
            return None;
        }
        let changed = self
            .file
            .as_ref()
            .is_some_and(|file| fs::read(file).map_or(true, |bytes| fnv1a(&bytes) != self.hash));
        Some(if changed { MissingFile::BuildChanged } else { MissingFile::NotServed })
    }

    /// Whether the build has a file at this path of a URL.
    fn has(&self, path: &str) -> bool {
        let files = || self.chunks.values().flat_map(|chunk| chunk.css.iter().chain([&chunk.file]));
        path.strip_prefix(&*self.prefix).is_some_and(|path| files().any(|file| file == path))
    }

    /// The path and the version of the build, for the log.
    pub(super) fn place(&self) -> String {
        format!("the build of {} (version {})", self.path.display(), self.version())
    }

    /// The file of a page that is missing from the build. The manifest shows it only if pages are imported lazily, because each
    /// page then has an entry. The page's file is searched in the folders of such entries.
    #[cfg(debug_assertions)]
    pub(super) fn unbuilt_page(&self, component: &str) -> Option<String> {
        let root = self.root.as_ref()?;
        let is_page = |source: &str| {
            let stem = PAGE_EXTENSIONS.iter().find_map(|extension| source.strip_suffix(extension));
            let folder = stem.and_then(|stem| stem.strip_suffix(component));
            folder.is_some_and(|folder| folder.is_empty() || folder.ends_with('/'))
        };
        if component.split('/').any(|segment| matches!(segment, "" | "." | ".."))
            || self.chunks.keys().any(|source| is_page(source))
        {
            return None;
        }
        let lazy = self.chunks.iter().filter(|(_, chunk)| chunk.is_dynamic_entry).map(|(source, _)| source);
        let folders: BTreeSet<&str> = lazy.flat_map(|source| folders_of(source)).collect();
        let files = folders
            .iter()
            .flat_map(|folder| PAGE_EXTENSIONS.map(|extension| format!("{folder}{component}{extension}")));
        files.into_iter().find(|file| root.join(file).is_file())
    }

    /// The stylesheet of the whole build with `build.cssCodeSplit: false`. No chunk refers to it.
    fn all_styles(&self) -> Option<&str> {
        let style = self.chunks.get(ALL_STYLES).filter(|style| style.is_stylesheet() && !style.is_entry)?;
        self.chunks.values().all(|chunk| chunk.css.is_empty()).then_some(&*style.file)
    }

    fn url(&self, file: &str) -> String {
        attribute::escape(&format!("{}{file}", self.prefix)).into_owned()
    }

    /// The chunk of a named entry.
    fn find(&self, entry: &str) -> Result<&str, ViteError> {
        let found = self.chunks.get_key_value(trimmed(entry));
        found
            .map(|(name, _)| name.as_str())
            .ok_or_else(|| ViteError::no_entry(entry, &self.path, &self.entries()))
    }

    /// The default entry: the only one that is not a stylesheet.
    fn only_entry(&self) -> Result<&str, ViteError> {
        let scripts = |name: &&str| self.chunks.get(*name).is_some_and(|chunk| !chunk.is_stylesheet());
        let mut scripts = self.entries().into_iter().filter(scripts);
        match (scripts.next(), scripts.next()) {
            (Some(entry), None) => Ok(entry),
            _ => Err(ViteError::which_entry(&self.path, &self.entries())),
        }
    }

    fn entries(&self) -> Vec<&str> {
        let entries = self.chunks.iter().filter(|(_, chunk)| chunk.is_entry);
        entries.map(|(name, _)| name.as_str()).collect()
    }

    fn graph(&self, name: &str) -> Graph<'_> {
        let mut graph = Graph::default();
        self.visit(name, &mut graph);
        graph
    }

    /// Depth first: the imports of a chunk come before it, so that its own styles override theirs.
    fn visit<'a>(&'a self, name: &str, graph: &mut Graph<'a>) {
        let Some((name, chunk)) = self.chunks.get_key_value(name) else { return };
        // Imports may form cycles.
        if !graph.seen.insert(name) {
            return;
        }
        for import in &chunk.imports {
            self.visit(import, graph);
        }
        let own = chunk.is_stylesheet().then_some(&chunk.file);
        for style in chunk.css.iter().chain(own) {
            if !graph.styles.contains(&style.as_str()) {
                graph.styles.push(style);
            }
        }
        if own.is_none() {
            graph.scripts.push(&chunk.file);
        }
    }
}

impl Chunk {
    /// Whether the file is a stylesheet.
    fn is_stylesheet(&self) -> bool {
        Path::new(&self.file).extension().is_some_and(|extension| extension == "css")
    }
}

/// The folders around a file, with their slashes: `a/` and `a/b/` for `a/b/c.tsx`.
#[cfg(debug_assertions)]
fn folders_of(source: &str) -> impl Iterator<Item = &str> {
    source.match_indices('/').filter_map(|(at, _)| source.get(..=at))
}

/// A prefix to which file names can be appended: an absolute path or a URL, with a slash at its end.
fn directory(prefix: &str) -> String {
    let prefix = prefix.trim().trim_end_matches('/');
    if prefix.contains("://") || prefix.starts_with("//") {
        return format!("{prefix}/");
    }
    let path =
        prefix.strip_prefix('.').filter(|rest| rest.is_empty() || rest.starts_with('/')).unwrap_or(prefix);
    match path.trim_start_matches('/') {
        "" => "/".to_owned(),
        path => format!("/{path}/"),
    }
}

/// FNV-1a with 64 bits. The standard library's hashes may change between its releases; two machines would then have different
/// versions for the same build.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
