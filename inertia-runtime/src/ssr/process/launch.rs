//! How the renderer's process is started.

use std::{
    ffi::{OsStr, OsString},
    fmt, io,
    net::{Ipv4Addr, TcpListener},
    path::{Path, PathBuf},
    process::Stdio,
};

use http::{Uri, uri::PathAndQuery};
use tokio::process::Command;
use url::form_urlencoded;

use super::child::Renderer;

/// What runs inside the process before the script does.
const BOOTSTRAP: &str = include_str!("bootstrap.mjs");

/// A script and what runs it.
#[derive(Debug, Clone)]
pub(in crate::ssr) struct Launch {
    pub(in crate::ssr) script: PathBuf,
    pub(in crate::ssr) runtime: OsString,
    /// For the runtime; they stand before the script.
    pub(in crate::ssr) arguments: Vec<OsString>,
}

/// Where a renderer was told to listen.
#[derive(Debug, Clone, Copy)]
pub(super) struct Port(u16);

/// Why a process could not be started.
#[derive(Debug)]
pub(super) struct LaunchError {
    runtime: OsString,
    error: io::Error,
}

impl Launch {
    pub(in crate::ssr) fn new(script: PathBuf) -> Self {
        Self { script, runtime: "node".into(), arguments: Vec::new() }
    }

    /// Looks whether there is anything to run.
    ///
    /// # Errors
    ///
    /// When the script is not there.
    pub(in crate::ssr) fn check(&self) -> Result<(), String> {
        if self.script.is_file() {
            return Ok(());
        }
        let shown = std::path::absolute(&self.script).unwrap_or_else(|_| self.script.clone());
        Err(format!(
            "`Ssr::spawn(\"{}\")`: there is no file {}; build it, as with `vite build --ssr`, or name it relative to the folder \
             that the program runs in",
            self.script.display(),
            shown.display()
        ))
    }

    /// The script as a person would name it.
    pub(super) fn script(&self) -> impl fmt::Display + '_ {
        self.script.display()
    }

    /// Starts the process, on a port that is free.
    pub(super) fn start(&self) -> Result<Renderer, LaunchError> {
        self.try_start().map_err(|error| LaunchError { runtime: self.runtime.clone(), error })
    }

    fn try_start(&self) -> io::Result<Renderer> {
        let port = Port::free()?;
        let script = std::path::absolute(&self.script)?;
        let mut command = Command::new(&self.runtime);
        command.args(&self.arguments);
        if self.is_bun() {
            // It takes no module out of its arguments but the one that it runs.
            command.arg("-e").arg([BOOTSTRAP, "await import(process.env.INERTIA_SSR_SCRIPT)\n"].concat());
            command.env("INERTIA_SSR_SCRIPT", script);
        } else {
            command.arg(format!("--import={}", data_url(BOOTSTRAP))).arg(script);
        }
        command.env("INERTIA_SSR_PORT", port.0.to_string());
        if std::env::var_os("NODE_ENV").is_none() {
            // React and Vue render several times slower without it.
            command.env("NODE_ENV", "production");
        }
        // Its input never holds anything; that it ends is how the process learns that the application is gone.
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        // Ctrl-C is for the application, which may have visitors to finish with.
        #[cfg(unix)]
        command.process_group(0);
        Ok(Renderer::new(command.spawn()?, port))
    }

    fn is_bun(&self) -> bool {
        Path::new(&self.runtime).file_stem() == Some(OsStr::new("bun"))
    }
}

/// A module as a URL, so that it needs no file.
fn data_url(module: &str) -> String {
    let encoded: String = form_urlencoded::byte_serialize(module.as_bytes()).collect();
    // That is a form's encoding, in which a plus is a space.
    format!("data:text/javascript,{}", encoded.replace('+', "%20"))
}

impl Port {
    /// One that nobody listens on. Somebody else may take it before the renderer does; then it is started again.
    fn free() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        Ok(Self(listener.local_addr()?.port()))
    }

    pub(super) fn health(self) -> Uri {
        self.uri("/health")
    }

    pub(super) fn render(self) -> Uri {
        self.uri("/render")
    }

    fn uri(self, path: &'static str) -> Uri {
        let mut parts = http::uri::Parts::default();
        parts.scheme = Some(http::uri::Scheme::HTTP);
        parts.authority = self.to_string().parse().ok();
        parts.path_and_query = Some(PathAndQuery::from_static(path));
        // A number is a port, so this cannot fail; the default would be asked in vain.
        Uri::from_parts(parts).unwrap_or_default()
    }
}

impl fmt::Display for Port {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", Ipv4Addr::LOCALHOST, self.0)
    }
}

impl LaunchError {
    /// Whether trying again is no use.
    pub(super) fn is_final(&self) -> bool {
        self.error.kind() == io::ErrorKind::NotFound
    }
}

impl fmt::Display for LaunchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let runtime = self.runtime.to_string_lossy();
        if self.is_final() {
            return write!(
                f,
                "there is no `{runtime}` here to render pages, so they are rendered on the client; install Node.js, or name \
                 what runs the script: `Ssr::runtime(\"/usr/bin/node\")`"
            );
        }
        write!(f, "`{runtime}` could not be started to render pages: {}", self.error)
    }
}
