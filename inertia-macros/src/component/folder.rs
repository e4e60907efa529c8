//! The folder of the pages, and the components in it.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use super::settings::Settings;

pub(crate) struct Folder {
    manifest: PathBuf,
    settings: Settings,
    /// The file of each component, by its name. The names are read from the disk, so upper and lower case matter on every system,
    /// as they do to bundlers.
    components: BTreeMap<String, PathBuf>,
}

impl Folder {
    /// The folder that the settings of a package name.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub(crate) fn of(package: &Path, settings: Settings) -> Result<Self, String> {
        let path = package.join(&settings.pages);
        if !path.is_dir() {
            return Err(format!(
                "there is no folder `{}`, which `pages` in `[package.metadata.inertia]` names, relative to the folder of `Cargo.toml`",
                settings.pages
            ));
        }
        let mut components = BTreeMap::new();
        collect(&path, "", &settings.extensions, &mut components);
        Ok(Self { manifest: package.join("Cargo.toml"), settings, components })
    }

    /// The folder as it is written in the settings.
    pub(crate) fn shown(&self) -> &str {
        &self.settings.pages
    }

    /// The files for which the component is checked again when they change.
    pub(crate) fn watched<'a>(&'a self, file: &'a Path) -> impl Iterator<Item = &'a Path> {
        let file = self.settings.watch.then_some(file);
        std::iter::once(self.manifest.as_path()).chain(file)
    }

    /// `tsx`, or `{tsx,vue}`.
    pub(crate) fn extensions(&self) -> String {
        match self.settings.extensions.as_slice() {
            [one] => one.clone(),
            several => format!("{{{}}}", several.join(",")),
        }
    }

    pub(crate) fn file(&self, component: &str) -> Option<&Path> {
        self.components.get(component).map(PathBuf::as_path)
    }

    /// The names of all components, in order. `Home.test.ts` is a file of a page's tests.
    pub(crate) fn components(&self) -> Vec<&str> {
        let names = self.components.keys().map(String::as_str);
        names.filter(|name| !name.rsplit('/').next().is_some_and(|last| last.contains('.'))).collect()
    }
}

fn collect(folder: &Path, prefix: &str, extensions: &[String], found: &mut BTreeMap<String, PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
        let (path, Ok(name)) = (entry.path(), entry.file_name().into_string()) else { continue };
        if path.is_dir() {
            collect(&path, &format!("{prefix}{name}/"), extensions, found);
        } else if let Some(stem) =
            extensions.iter().find_map(|extension| name.strip_suffix(extension)?.strip_suffix('.'))
        {
            found.entry(format!("{prefix}{stem}")).or_insert(path);
        }
    }
}
