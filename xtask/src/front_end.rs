//! The flagship's front end: its npm packages and its build, made when they are not fresh.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::command::{self, Outcome};

const OLDEST_NODE: u32 = 20;

/// Where the front end lives.
pub(crate) fn folder() -> PathBuf {
    crate::root().join("examples/events/frontend")
}

/// The version of node, where there is one.
pub(crate) fn node() -> Option<String> {
    command::output(&mut command::program("node", ["--version"])).ok()
}

/// Checks that node and npm are there and not too old.
pub(crate) fn require_node() -> Outcome {
    let advice = format!("install Node.js {OLDEST_NODE} or newer, with npm: https://nodejs.org");
    let version = node().ok_or_else(|| format!("there is no `node` here; {advice}"))?;
    let major = version.trim_start_matches('v').split('.').next().and_then(|major| major.parse().ok());
    if major.is_none_or(|major: u32| major < OLDEST_NODE) {
        return Err(format!("`node` is {version}; {advice}"));
    }
    command::find("npm").map(drop).ok_or_else(|| format!("there is no `npm` here; {advice}"))
}

/// Installs the packages of an npm project, unless that has been done since its lock file changed.
pub(crate) fn install(project: &Path) -> Outcome {
    require_node()?;
    let lock = modified(&project.join("package-lock.json"));
    let installed = modified(&project.join("node_modules/.package-lock.json"));
    if installed.is_some() && installed >= lock {
        return Ok(());
    }
    command::run(command::program("npm", ["ci", "--no-audit", "--no-fund"]).current_dir(project))
}

/// Builds the front end, unless nothing has changed since its last build. One that was built elsewhere is served without
/// node as well.
pub(crate) fn build_if_stale() -> Outcome {
    let folder = folder();
    // What was built last.
    let built = modified(&folder.join("dist/ssr/ssr.js"));
    if built.is_some() && node().is_none() {
        println!("There is no Node.js here, so the front end stays as it was built.");
        return Ok(());
    }
    install(&folder)?;
    let packages = modified(&folder.join("node_modules/.package-lock.json"));
    if built.is_some() && built >= newest(&folder) && built >= packages {
        return Ok(());
    }
    build()
}

/// Builds the front end: what the browser loads, and the renderer.
pub(crate) fn build() -> Outcome {
    vite(["vite", "build"])?;
    vite(["vite", "build", "--ssr", "ssr.tsx", "--outDir", "dist/ssr"])
}

/// Checks the front end's types, and that nothing in it goes around them.
pub(crate) fn check_types() -> Outcome {
    vite(["tsc", "--noEmit"])?;
    command::run(command::program("node", ["no-casts.mjs"]).current_dir(folder()))
}

/// Runs a program of the front end's packages.
fn vite<const N: usize>(words: [&str; N]) -> Outcome {
    command::run(command::program("npx", ["--no-install"]).args(words).current_dir(folder()))
}

/// When the newest source below `folder` was changed.
fn newest(folder: &Path) -> Option<SystemTime> {
    let entries = fs::read_dir(folder).ok()?.filter_map(Result::ok);
    let times = entries.filter_map(|entry| {
        let path = entry.path();
        match entry.file_name().to_str()? {
            "node_modules" | "dist" | "hot" => None,
            _ if path.is_dir() => newest(&path),
            _ => modified(&path),
        }
    });
    times.max()
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|metadata| metadata.modified()).ok()
}
