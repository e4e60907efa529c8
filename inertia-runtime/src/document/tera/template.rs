//! A template in files or in the program.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};

/// The Tera template of the document: a path, or a template that [`template!`](crate::template!) compiled into the program.
///
/// ```
/// use inertia::{Inertia, Template};
///
/// let from_a_file = Template::from("templates/app.html");
/// let builder = Inertia::builder().template(from_a_file);
/// ```
#[derive(Clone, Debug)]
pub struct Template {
    pub(super) path: PathBuf,
    /// The output of `{{ inertia_routes }}`.
    pub(crate) routes: Option<Arc<str>>,
    /// The arguments of `template!`, the main template first.
    listed: Option<&'static [&'static str]>,
    /// The text of each listed template, if it is compiled into the program.
    texts: &'static [&'static str],
}

impl Template {
    /// A template of `template!`. `folder` is the package's folder. With `texts`, no files are read.
    pub(crate) fn listed(
        folder: &str,
        listed: &'static [&'static str],
        texts: &'static [&'static str],
    ) -> Self {
        let main = listed.first().copied().unwrap_or_default();
        let path = if texts.is_empty() { Path::new(folder).join(main) } else { PathBuf::from(main) };
        Self { path, routes: None, listed: Some(listed), texts }
    }

    /// Whether the text is in files, which can change while the program runs.
    pub(super) fn is_in_files(&self) -> bool {
        self.texts.is_empty()
    }

    /// The text of a template by its name, a path relative to `folder`, which holds the main template.
    pub(super) fn text(&self, name: &str, folder: &Path) -> io::Result<String> {
        if self.is_in_files() {
            return fs::read_to_string(folder.join(name));
        }
        let mut texts = self.listed.unwrap_or_default().iter().zip(self.texts);
        let text = texts.find(|(path, _)| Path::new(path) == folder.join(name));
        text.map(|(_, text)| (*text).to_owned()).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    /// Whether a release build has this template, too.
    pub(super) fn lists(&self, name: &str) -> bool {
        let Some([main, others @ ..]) = self.listed else { return true };
        let folder = Path::new(main).parent().unwrap_or(Path::new(""));
        others.iter().any(|other| Path::new(other) == folder.join(name))
    }
}

impl From<PathBuf> for Template {
    fn from(path: PathBuf) -> Self {
        Self { path, routes: None, listed: None, texts: &[] }
    }
}

impl<P: AsRef<OsStr> + ?Sized> From<&P> for Template {
    fn from(path: &P) -> Self {
        PathBuf::from(path).into()
    }
}

impl From<String> for Template {
    fn from(path: String) -> Self {
        PathBuf::from(path).into()
    }
}

/// Compiles a template into the program, for [`Builder::template`](crate::Builder::template). The program then needs no
/// template files. List the templates that it includes or extends after it.
///
/// The paths are literals, relative to the folder of the package's `Cargo.toml`. A release build contains the texts; a debug
/// build reads the files, and reads them again when they change.
///
/// ```
/// # fn main() -> Result<(), inertia::BoxError> {
/// let template = inertia::template!("templates/app.html");
/// let inertia = inertia::Inertia::builder().template(template).build()?;
/// # Ok(()) }
/// ```
#[macro_export]
macro_rules! template {
    ($($path:tt),+ $(,)?) => {{
        #[cfg(debug_assertions)]
        const TEXTS: &[&::core::primitive::str] = &[];
        #[cfg(not(debug_assertions))]
        const TEXTS: &[&::core::primitive::str] =
            &[$(::core::include_str!(::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), "/", $path))),+];
        $crate::__private::template(::core::env!("CARGO_MANIFEST_DIR"), &[$($path),+], TEXTS)
    }};
}

/// The expansion of `template!`.
pub fn template(folder: &str, listed: &'static [&'static str], texts: &'static [&'static str]) -> Template {
    Template::listed(folder, listed, texts)
}
