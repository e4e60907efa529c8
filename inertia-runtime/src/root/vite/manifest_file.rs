//! Where `vite build` puts its manifest, in the folder of the build.

use std::{
    borrow::Cow,
    collections::HashMap,
    path::{Path, PathBuf},
};

use serde::Deserialize;

/// The places of a manifest: with `build: { manifest: true }`, and with `build: { manifest: 'manifest.json' }`, which was the only place
/// before Vite 5.
pub(crate) const NAMES: [&str; 2] = [".vite/manifest.json", "manifest.json"];

/// Under which name a manifest has the stylesheet of a build with `build: { cssCodeSplit: false }`.
pub(super) const ALL_STYLES: &str = "style.css";

/// Finds the manifest, by its path in the folder if that was set. `read` reads a file of the folder.
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
    // The manifest of a web application has the same name.
    read(other).filter(|bytes| is_of_vite(bytes)).map(|bytes| (other.to_owned(), bytes))
}

fn is_of_vite(bytes: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Chunk {
        #[serde(rename = "file")]
        _file: String,
    }
    serde_json::from_slice::<HashMap<String, Chunk>>(bytes).is_ok()
}
