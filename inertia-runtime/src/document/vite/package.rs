//! Reads the plugins of Vite from the front end's `package.json`.

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

/// Whether one of Vite's plugins for React is installed, which serve the fast refresh runtime. `None` without a valid
/// `package.json`.
pub(super) fn uses_react(root: &Path) -> Option<bool> {
    depends_on(root, &["@vitejs/plugin-react", "@vitejs/plugin-react-swc"])
}

/// Whether Inertia's plugin is installed, with which the dev server renders pages. `None` without a valid `package.json`.
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
