//! The manifest of `vite build`: which files an entry consists of.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::super::attribute;
use super::super::layout::{Mark, Markers};
use super::{ViteError, shown, trimmed};

/// A build that the document loads its files from.
#[derive(Debug)]
pub(crate) struct Manifest {
    path: PathBuf,
    /// Ends in a slash.
    prefix: String,
    entry: Option<String>,
    chunks: BTreeMap<String, Chunk>,
    hash: u64,
}

/// A file of the build, under the name of the source it was made from.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Chunk {
    file: String,
    #[serde(default)]
    is_entry: bool,
    /// The names of the chunks that it imports statically.
    #[serde(default)]
    imports: Vec<String>,
    #[serde(default)]
    css: Vec<String>,
}

/// The files that an entry needs, in the order in which they are to be loaded.
#[derive(Default)]
struct Graph<'a> {
    seen: BTreeSet<&'a str>,
    styles: Vec<&'a str>,
    scripts: Vec<&'a str>,
}

impl Manifest {
    /// Reads the manifest from its file.
    pub(super) fn read(path: &Path, prefix: &str, entry: Option<String>) -> Result<Self, ViteError> {
        let bytes = fs::read(path).map_err(|error| ViteError::unreadable(path, error))?;
        Self::parse(&bytes, shown(path), prefix, entry)
    }

    /// Checks that the import graph is whole and the entry, when one is named, is in it. `path` says in messages where
    /// the manifest is from.
    pub(super) fn parse(
        bytes: &[u8],
        path: PathBuf,
        prefix: &str,
        entry: Option<String>,
    ) -> Result<Self, ViteError> {
        let chunks = serde_json::from_slice(bytes).map_err(|error| ViteError::bad_manifest(&path, error))?;
        let manifest = Self { path, prefix: directory(prefix), entry, chunks, hash: fnv1a(bytes) };
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

    /// Sixteen hexadecimal digits that change with any file of the build, because the manifest holds their hashes.
    pub(super) fn version(&self) -> String {
        format!("{:016x}", self.hash)
    }

    pub(super) fn tags(&self, entry: Option<&str>, markers: &Markers) -> Result<String, ViteError> {
        let name = match entry.or(self.entry.as_deref()) {
            Some(entry) => self.find(entry)?,
            None => self.only_entry()?,
        };
        let graph = self.graph(name);
        let nonce = markers.text(Mark::Nonce);
        let mut tags = vec![];
        for style in &graph.styles {
            let url = self.url(style);
            tags.push(format!("<link rel=\"stylesheet\" href=\"{url}\"{nonce}>"));
        }
        // The graph ends with the entry itself.
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

    /// Whether it names a file whose URL has this path.
    #[cfg(debug_assertions)]
    pub(super) fn has(&self, path: &str) -> bool {
        let files = || self.chunks.values().flat_map(|chunk| chunk.css.iter().chain([&chunk.file]));
        path.strip_prefix(&*self.prefix).is_some_and(|path| files().any(|file| file == path))
    }

    fn url(&self, file: &str) -> String {
        attribute::escape(&format!("{}{file}", self.prefix)).into_owned()
    }

    /// The chunk of an entry that someone has named.
    fn find(&self, entry: &str) -> Result<&str, ViteError> {
        let found = self.chunks.get_key_value(trimmed(entry));
        found
            .map(|(name, _)| name.as_str())
            .ok_or_else(|| ViteError::no_entry(entry, &self.path, &self.entries()))
    }

    /// The entry to take when none is named: the only one, stylesheets aside.
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

    /// Depth first: what a chunk imports comes before it, so that its own styles win over theirs.
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
    /// Whether the source is a stylesheet that the build was given as an entry.
    fn is_stylesheet(&self) -> bool {
        Path::new(&self.file).extension().is_some_and(|extension| extension == "css")
    }
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

/// FNV-1a with 64 bits: the standard library's hashes may change between its releases, and with them the version of
/// the same build on two machines.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
