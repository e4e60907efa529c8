//! The location of the manifest in the folder of a build.

use std::{
    borrow::Cow,
    collections::HashMap,
    path::{Path, PathBuf},
};

use serde::Deserialize;

/// The paths of the manifest: with `build: { manifest: true }`, and with `build: { manifest: 'manifest.json' }`, which was the only
/// path before Vite 5.
pub(crate) const NAMES: [&str; 2] = [".vite/manifest.json", "manifest.json"];

/// The key of the stylesheet in the manifest of a build with `build: { cssCodeSplit: false }`.
pub(super) const ALL_STYLES: &str = "style.css";

/// Finds the manifest: at the path that was set, or at one of the usual paths. `read` reads a file of the folder.
pub(crate) fn find<'a>(
    set: Option<&Path>,
    read: impl Fn(&Path) -> Option<Cow<'a, [u8]>>,
) -> Option<(PathBuf, Cow<'a, [u8]>)> {
    if let Some(name) = set {
        return read(name).map(|bytes| (name.to_owned(), bytes));
    }
    let [name, other] = NAMES.map(Path::new);
    if let Some(bytes) = read(name) {
        return Some((name.to_owned(), bytes));
    }
    // The web app manifest of a PWA has the same name.
    read(other).filter(|bytes| is_vite_manifest(bytes)).map(|bytes| (other.to_owned(), bytes))
}

fn is_vite_manifest(bytes: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Chunk {
        #[serde(rename = "file")]
        _file: String,
    }
    serde_json::from_slice::<HashMap<String, Chunk>>(bytes).is_ok()
}
