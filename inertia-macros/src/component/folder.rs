//! The folder of the pages, and the components in it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::settings::Settings;

pub(crate) struct Folder {
    path: PathBuf,
    manifest: PathBuf,
    settings: Settings,
}

impl Folder {
    /// The folder that the settings of a package name.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub(crate) fn of(package: &Path, settings: Settings) -> Result<Self, String> {
        let path = package.join(&settings.pages);
        if path.is_dir() {
            return Ok(Self { path, manifest: package.join("Cargo.toml"), settings });
        }
        Err(format!(
            "there is no folder `{}`, which `pages` in `[package.metadata.inertia]` names, from the folder of `Cargo.toml`",
            settings.pages
        ))
    }

    /// The folder as it was written.
    pub(crate) fn shown(&self) -> &str {
        &self.settings.pages
    }

    /// What cargo shall look at besides the sources: where the settings are, and the component's file.
    pub(crate) fn watched(&self, file: PathBuf) -> Vec<PathBuf> {
        let file = self.settings.watch.then_some(file);
        std::iter::once(self.manifest.clone()).chain(file).collect()
    }

    /// `tsx`, or `{tsx,vue}`.
    pub(crate) fn extensions(&self) -> String {
        match self.settings.extensions.as_slice() {
            [one] => one.clone(),
            several => format!("{{{}}}", several.join(",")),
        }
    }

    /// The file of a component. Each part of its name has to be written as it is on the disk, also where the system would
    /// not mind: another one, and the bundler, do.
    pub(crate) fn file(&self, component: &str) -> Option<PathBuf> {
        let mut folder = self.path.clone();
        let mut parts = component.split('/').peekable();
        while let Some(part) = parts.next() {
            if part.is_empty() || part == "." || part == ".." {
                return None;
            }
            let names = names(&folder);
            if parts.peek().is_some() {
                names.iter().find(|name| *name == part)?;
                folder.push(part);
                continue;
            }
            let extensions = self.settings.extensions.iter();
            let mut files = extensions.map(|extension| format!("{part}.{extension}"));
            return files.find(|file| names.contains(file)).map(|file| folder.join(file));
        }
        None
    }

    /// The names of all components, in order.
    pub(crate) fn components(&self) -> Vec<String> {
        let mut found = Vec::new();
        self.collect(&self.path, "", &mut found);
        found.sort();
        found.dedup();
        found
    }

    fn collect(&self, folder: &Path, prefix: &str, found: &mut Vec<String>) {
        for name in names(folder) {
            let path = folder.join(&name);
            if path.is_dir() {
                self.collect(&path, &format!("{prefix}{name}/"), found);
                continue;
            }
            let mut extensions = self.settings.extensions.iter();
            let stem = extensions.find_map(|extension| name.strip_suffix(extension)?.strip_suffix('.'));
            // `Home.test.ts` stands beside a page and is none.
            if let Some(stem) = stem.filter(|stem| !stem.contains('.')) {
                found.push(format!("{prefix}{stem}"));
            }
        }
    }
}

/// The names in a folder. What is no text is no component.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    entries.filter_map(|entry| entry.file_name().into_string().ok()).collect()
}
