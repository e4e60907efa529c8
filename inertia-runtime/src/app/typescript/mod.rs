//! The generated TypeScript file.

pub(crate) mod file;
pub(crate) mod routes;

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
};

use ts_rs::TS;

#[cfg(debug_assertions)]
use crate::page::shared::ErasedProvider;
use crate::{app::typescript::file::Contents, typescript::object::Described};
pub use crate::{app::typescript::file::Generated, typescript::error::TypeScriptError};
use crate::{props::lazy::catch, routes::RouteNames};

/// A TypeScript file with the types of pages, forms, shared props, flash and routes. It is written in development and checked in
/// CI.
///
/// The attributes and derives of the whole program register its pages and forms. The methods below add what they do not show.
///
/// ```standalone_crate
/// use inertia::{Inertia, InertiaProps, ts::TypeScript, ts_rs};
///
/// #[derive(InertiaProps)]
/// struct Shared {
///     app: &'static str,
/// }
///
/// /// What redirects flash.
/// #[derive(ts_rs::TS)]
/// #[ts(crate = "inertia::ts_rs")]
/// struct Flash {
///     toast: String,
/// }
///
/// async fn shared() -> Shared {
///     Shared { app: "Events" }
/// }
///
/// fn types() -> TypeScript {
///     TypeScript::new("frontend/types.ts").shared::<Shared>().flash::<Flash>()
/// }
///
/// # fn main() -> Result<(), inertia::BoxError> {
/// // A debug build writes the file when the server starts, if it has changed.
/// # let types = || types().without_file();
/// let inertia = Inertia::builder().share(shared).typescript(types()).build()?;
///
/// let generated = types().generate()?;
/// assert!(generated.text().contains("export type SharedProps = Shared;"));
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
#[must_use = "the file is written by `write`, or by a server that has it in `Builder::typescript`"]
pub struct TypeScript {
    /// `None` if no file is written.
    path: Option<PathBuf>,
    shared: Vec<Described>,
    flash: Option<Described>,
    integers: Option<String>,
    all_errors: bool,
    routes: Option<RouteNames>,
    command: Option<String>,
    in_tests: bool,
}

impl TypeScript {
    /// The file at this path. A relative path starts at the working directory, which differs: `cargo test` runs in the package's
    /// folder, `cargo run` in the current one. `concat!(env!("CARGO_MANIFEST_DIR"), "/frontend/types.ts")` is always the same file.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: Some(path.into()),
            shared: Vec::new(),
            flash: None,
            integers: None,
            all_errors: false,
            routes: None,
            command: None,
            in_tests: false,
        }
    }

    /// Writes no file, for examples.
    #[doc(hidden)]
    pub fn without_file(mut self) -> Self {
        self.path = None;
        self
    }

    /// Writes the file also when a test has started the server.
    #[doc(hidden)]
    pub fn in_tests(mut self) -> Self {
        self.in_tests = true;
        self
    }

    /// Adds shared props: the struct that a provider returns, or any type with `#[derive(TS)]` for the props of
    /// `Inertia::share`. A server adds those of its providers itself; a check without a server needs them here.
    pub fn shared<T: TS + 'static>(mut self) -> Self {
        self.add_shared(Described::of::<T>());
        self
    }

    /// The type of the flash data: a struct with a field for each key. All fields are optional in TypeScript.
    pub fn flash<T: TS + 'static>(mut self) -> Self {
        self.flash = Some(Described::of::<T>());
        self
    }

    /// Adds the named routes as functions: `routes.events.show({ id })`.
    ///
    /// ```standalone_crate
    /// use axum::extract::Path;
    /// use inertia::{ts::TypeScript, Routes};
    ///
    /// # async fn index() {}
    /// # async fn show(_: Path<u32>) {}
    /// let routes: Routes =
    ///     Routes::new().get("/events", "events.index", index).get("/events/{id}", "events.show", show);
    /// let types = TypeScript::new("frontend/types.ts").routes(&routes.names());
    /// # assert!(types.generate().unwrap().text().contains("show: route"));
    /// ```
    pub fn routes(mut self, routes: &RouteNames) -> Self {
        self.routes = Some(routes.clone());
        self
    }

    /// Turns off the warnings about `u64`, `i64`, `u128` and `i128`, if the application has no integers beyond 2^53, where a
    /// JavaScript number is no longer exact. Their type is `number` in both cases.
    pub fn large_integers_fit(mut self) -> Self {
        self.integers = Some("number".to_owned());
        self
    }

    /// Messages are sent as lists, because the application has `.all_errors(true)`. A check without a server needs this.
    pub fn all_errors(mut self) -> Self {
        self.all_errors = true;
        self
    }

    /// The command that writes the file, for the file's first line and the message of [`check`](Self::check).
    pub fn command(mut self, command: impl Into<String>) -> Self {
        self.command = Some(command.into());
        self
    }

    /// Makes the file's text and the warnings.
    ///
    /// # Errors
    ///
    /// If two types have the same name, or the name of a type is reserved.
    pub fn generate(&self) -> Result<Generated, TypeScriptError> {
        // `ts-rs` panics for types without a declaration.
        catch(|| Contents::registered(self).generate()).unwrap_or_else(|reason| {
            Err(TypeScriptError::new(format!("a type cannot be written as TypeScript: {reason}")))
        })
    }

    /// Writes the file if it is stale or missing, and returns whether it did. A current file is not touched, so that dev servers
    /// do not reload. Warnings are logged.
    ///
    /// # Errors
    ///
    /// Those of [`generate`](Self::generate), or if the file cannot be written.
    pub fn write(&self) -> Result<bool, TypeScriptError> {
        let generated = self.generate()?;
        for warning in &generated.warnings {
            tracing::warn!("{warning}");
        }
        let Some(path) = &self.path else { return Ok(false) };
        if is_current(path, &generated)? {
            return Ok(false);
        }
        replace(path, &generated.text).map_err(|error| {
            TypeScriptError::new(format!("`{}` cannot be written: {error}", path.display()))
        })?;
        Ok(true)
    }

    /// Checks that the file is current, for CI.
    ///
    /// ```standalone_crate
    /// # use inertia::ts::TypeScript;
    /// # let types = TypeScript::new("/nowhere/types.ts").command("cargo run -- types");
    /// let error = types.check().unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "`/nowhere/types.ts` is not there; write it with `cargo run -- types`"
    /// );
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`generate`](Self::generate), or if the file is stale or missing: the message names it and the command that
    /// writes it.
    pub fn check(&self) -> Result<(), TypeScriptError> {
        let generated = self.generate()?;
        let Some(path) = &self.path else { return Ok(()) };
        if is_current(path, &generated)? {
            return Ok(());
        }
        let what = if path.exists() { "is stale" } else { "is not there" };
        let how = match &self.command {
            Some(command) => format!("write it with `{command}`"),
            None => "start the server once in a debug build, or call `write()`".to_owned(),
        };
        Err(TypeScriptError::new(format!("`{}` {what}; {how}", path.display())))
    }

    /// Writes the file, with the shared props of the server's providers.
    #[cfg(debug_assertions)]
    pub(crate) fn write_at_start(mut self, providers: &[Box<dyn ErasedProvider>]) {
        if is_a_test() && !self.in_tests {
            return;
        }
        for provider in providers {
            if let Some(described) = provider.described() {
                self.add_shared(described);
            } else {
                tracing::warn!(
                    "the props of `{}` are not in the TypeScript file, because their struct is generic",
                    provider.name()
                );
            }
        }
        match (self.write(), &self.path) {
            (Ok(true), Some(path)) => tracing::info!("wrote `{}`", path.display()),
            (Ok(_), _) => {}
            (Err(error), _) => tracing::error!("no TypeScript: {error}"),
        }
    }

    pub(crate) fn add_shared(&mut self, described: Described) {
        if !self.shared.iter().any(|known| known.type_name == described.type_name) {
            self.shared.push(described);
        }
    }

    fn integers(&self) -> &str {
        self.integers.as_deref().unwrap_or("number")
    }
}

impl<P: Into<PathBuf>> From<P> for TypeScript {
    fn from(path: P) -> Self {
        Self::new(path)
    }
}

/// Whether the file has the generated text.
fn is_current(path: &Path, generated: &Generated) -> Result<bool, TypeScriptError> {
    match fs::read_to_string(path) {
        // Git may have changed the line endings.
        Ok(text) => Ok(text == generated.text || text.replace("\r\n", "\n") == generated.text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(TypeScriptError::new(format!("`{}` cannot be read: {error}", path.display()))),
    }
}

/// Numbers the temporary files, because several threads of a test may write at the same time.
static WRITE_COUNT: AtomicUsize = AtomicUsize::new(0);

/// Whether the program is a test or benchmark of cargo, whose own pages and forms do not belong to the application.
#[cfg(debug_assertions)]
fn is_a_test() -> bool {
    let program = std::env::current_exe().ok();
    let folder = program.as_deref().and_then(Path::parent).and_then(Path::file_name);
    folder.is_some_and(|folder| folder == "deps")
}

/// Replaces a file atomically, so that other programs do not read a part of it.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut temporary = path.as_os_str().to_owned();
    temporary.push(format!(".{}.{}", std::process::id(), WRITE_COUNT.fetch_add(1, Ordering::Relaxed)));
    fs::write(&temporary, text)?;
    fs::rename(&temporary, path).inspect_err(|_| {
        let _ = fs::remove_file(&temporary);
    })
}
