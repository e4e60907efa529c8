//! `[package.metadata.inertia]` in a package's `Cargo.toml`.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Mutex,
    time::SystemTime,
};

use toml::de::{DeTable, DeValue};

/// Where a package has its pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Settings {
    /// The folder, relative to the package.
    pub(crate) pages: String,
    pub(crate) extensions: Vec<String>,
    /// Whether cargo builds the package again when the file of a component changes, and so notices when it is removed.
    pub(crate) watch: bool,
}

/// The extensions in the starter projects of the clients.
const DEFAULT_EXTENSIONS: &[&str] = &["tsx", "jsx", "ts", "js", "vue", "svelte"];

const TABLE: &str = "[package.metadata.inertia]";

/// A manifest that was read. An editor keeps the process of the macros running while the file changes.
struct CachedManifest {
    manifest: PathBuf,
    changed: Option<SystemTime>,
    settings: Result<Option<Settings>, String>,
}

static LAST: Mutex<Option<CachedManifest>> = Mutex::new(None);

impl Settings {
    /// The settings of a package; `None` without settings, and for a published package, which does not contain its front end.
    ///
    /// # Errors
    ///
    /// When they are invalid.
    pub(crate) fn of(package: &Path) -> Result<Option<Self>, String> {
        // cargo adds this file to every package that it publishes.
        if package.join("Cargo.toml.orig").exists() {
            return Ok(None);
        }
        let manifest = package.join("Cargo.toml");
        let changed = fs::metadata(&manifest).and_then(|metadata| metadata.modified()).ok();
        let Ok(mut last) = LAST.lock() else { return Self::read(&manifest) };
        match last.as_ref() {
            Some(read) if read.manifest == manifest && read.changed == changed => read.settings.clone(),
            _ => {
                let settings = Self::read(&manifest);
                *last = Some(CachedManifest { manifest, changed, settings: settings.clone() });
                settings
            }
        }
    }

    fn read(manifest: &Path) -> Result<Option<Self>, String> {
        // A build without cargo has no manifest, and cargo reports an invalid one.
        let Ok(text) = fs::read_to_string(manifest) else { return Ok(None) };
        // Most packages have no such table.
        if !text.contains("inertia") {
            return Ok(None);
        }
        let Ok(table) = DeTable::parse(&text) else { return Ok(None) };
        let metadata = table.get_ref().get("package").and_then(|package| package.get_ref().get("metadata"));
        let Some(inertia) = metadata.and_then(|metadata| metadata.get_ref().get("inertia")) else {
            return Ok(None);
        };
        let Some(inertia) = inertia.get_ref().as_table() else {
            return Err(format!(
                "`inertia` in `[package.metadata]` is a table; write `pages = \"…\"` below `{TABLE}`"
            ));
        };
        Self::of_table(inertia).map(Some)
    }

    fn of_table(table: &DeTable<'_>) -> Result<Self, String> {
        for key in table.keys() {
            let key: &str = key.get_ref();
            if !["pages", "extensions", "watch"].contains(&key) {
                return Err(format!(
                    "unknown key `{key}` in `{TABLE}`; expected one of `pages`, `extensions`, `watch`"
                ));
            }
        }
        let pages = table.get("pages").and_then(|pages| pages.get_ref().as_str());
        let pages = pages.filter(|pages| !pages.is_empty()).ok_or_else(|| {
            format!("`{TABLE}` needs the folder of the pages; write `pages = \"frontend/pages\"`")
        })?;
        let extensions = match table.get("extensions") {
            None => DEFAULT_EXTENSIONS.iter().map(|extension| (*extension).to_owned()).collect(),
            Some(extensions) => strings(extensions.get_ref()).ok_or_else(|| {
                format!("`extensions` in `{TABLE}` is a list of strings; write `extensions = [\"tsx\"]`")
            })?,
        };
        let watch = match table.get("watch").map(toml::Spanned::get_ref) {
            None => true,
            Some(DeValue::Boolean(watch)) => *watch,
            Some(_) => return Err(format!("`watch` in `{TABLE}` is `true` or `false`")),
        };
        Ok(Self { pages: pages.to_owned(), extensions, watch })
    }
}

fn strings(value: &DeValue<'_>) -> Option<Vec<String>> {
    let list = value.as_array()?.iter();
    let strings: Option<Vec<String>> =
        list.map(|entry| entry.get_ref().as_str().map(str::to_owned)).collect();
    strings.filter(|strings| !strings.is_empty())
}
