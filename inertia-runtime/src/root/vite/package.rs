//! The front end's `package.json`, as far as it tells which plugins Vite runs.

use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde_json::{Map, Value};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Package {
    #[serde(default)]
    dependencies: Map<String, Value>,
    #[serde(default)]
    dev_dependencies: Map<String, Value>,
}

/// Whether one of Vite's plugins for React is installed: they, and only they, serve the fast refresh runtime.
/// `None` when there is no `package.json` to tell.
pub(super) fn uses_react(root: &Path) -> Option<bool> {
    depends_on(root, &["@vitejs/plugin-react", "@vitejs/plugin-react-swc"])
}

/// Whether Inertia's plugin is installed: its dev server renders pages. `None` when there is no `package.json` to tell.
#[cfg(feature = "ssr")]
pub(super) fn renders_pages(root: &Path) -> Option<bool> {
    depends_on(root, &["@inertiajs/vite"])
}

fn depends_on(root: &Path, packages: &[&str]) -> Option<bool> {
    let text = fs::read(root.join("package.json")).ok()?;
    let package: Package = serde_json::from_slice(&text).ok()?;
    let mut names = package.dependencies.keys().chain(package.dev_dependencies.keys());
    Some(names.any(|name| packages.contains(&name.as_str())))
}
